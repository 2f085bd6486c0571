/** Installs the packed solution and has the functions called, as an administrator does: by the command that deploys. */
import { execFile } from 'node:child_process';
import { serviceApplicationId, tokens } from '../dataverse/users';
import { compiled, projectFolder } from '../project-folder';

export interface SandboxDeployment {
  dataverseUrl: string;
  functionsUrl: string;
  /** With which Dynamics 365 calls the functions. */
  secret: string;
  onOutput: (text: string) => void;
}

/** Rejects with what the command says when it fails. */
export function deploy({ dataverseUrl, functionsUrl, secret, onOutput }: SandboxDeployment): Promise<void> {
  const env = {
    ...process.env,
    DATAVERSE_URL: dataverseUrl,
    DATAVERSE_AUTH: 'token',
    DATAVERSE_TOKEN: tokens.administrator,
    PUBLIC_URL: functionsUrl,
    DATAVERSE_WEBHOOK_SECRET: secret,
    FUNCTIONS_KEY: '',
  };
  const command = [compiled('solution/tools/cli.js'), 'deploy', '--unmanaged', '--service-user', serviceApplicationId];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, command, { env, cwd: projectFolder }, (error, stdout, stderr) => {
      onOutput(stdout + stderr);
      if (!error) resolve();
      else reject(new Error(`The solution could not be deployed: ${(stderr || stdout).trim()}`, { cause: error }));
    });
  });
}

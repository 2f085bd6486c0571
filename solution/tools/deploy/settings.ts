/** What deploying needs from the environment: the service's own settings, so that one file of them serves both. */

import { Environment, isLoopback, type Env } from '../../../connector/environment';
import { readDataverseSettings, type DataverseSettings } from '../../../connector/dataverse/settings';
import { Sentence } from '../dataverse/refused';

export interface DeploySettings {
  dataverse: DataverseSettings;
  /** Origin of the functions: `https://app.azurewebsites.net`. */
  publicUrl: string;
  /** The first of the setting: the one that Dynamics 365 shall send. */
  secret: string;
  /** Key of the function app, which Azure asks for besides; null where nothing does. */
  functionsKey: string | null;
}

/** Throws one Sentence that names everything that is missing or wrong. */
export function readDeploySettings(env: Env): DeploySettings {
  const environment = new Environment(env);
  const dataverse = readDataverseSettings(environment);
  const publicUrl = readPublicUrl(environment, dataverse);
  const secret = readSecret(environment);
  const functionsKey = environment.text('FUNCTIONS_KEY') ?? null;
  if (functionsKey !== null) requireHeaderValue(environment, 'FUNCTIONS_KEY', functionsKey);
  if (!dataverse || publicUrl === undefined || secret === undefined || environment.sentences.length > 0) {
    throw new Sentence(environment.sentences.join('\n'));
  }
  return { dataverse, publicUrl, secret, functionsKey };
}

/** For commands that only speak with Dynamics 365. */
export function readSignIn(env: Env): DataverseSettings {
  const environment = new Environment(env);
  const dataverse = readDataverseSettings(environment);
  if (!dataverse || environment.sentences.length > 0) throw new Sentence(environment.sentences.join('\n'));
  return dataverse;
}

function readPublicUrl(environment: Environment, dataverse: DataverseSettings | undefined): string | undefined {
  const given = environment.required(
    'PUBLIC_URL',
    'set the address of the function app, like https://YOUR-FUNCTION-APP.azurewebsites.net.',
  );
  const url = given === undefined ? undefined : environment.origin('PUBLIC_URL', given);
  if (url === undefined || (dataverse && isLoopback(dataverse.url))) return url;
  if (isLoopback(url)) {
    environment.wrong('PUBLIC_URL names this machine, which Dynamics 365 cannot reach: set the address in Azure.');
    return undefined;
  }
  // https://learn.microsoft.com/power-apps/developer/data-platform/register-web-hook
  if (!url.startsWith('https://') || new URL(url).port !== '') {
    environment.wrong(
      'PUBLIC_URL must begin with https:// and name no port: Dynamics 365 calls at the usual ports only.',
    );
    return undefined;
  }
  return url;
}

function readSecret(environment: Environment): string | undefined {
  const name = 'DATAVERSE_WEBHOOK_SECRET';
  const given = environment.required(name, 'set a long random text, the same that the function app has.');
  const [first = '', ...more] = (given ?? '').split(',').map((secret) => secret.trim());
  if (given === undefined) return undefined;
  if (more.length > 1) {
    environment.wrong(`${name} holds ${more.length + 1} secrets: leave at most two, the new one before the old one.`);
  }
  if (first.length < 16) environment.wrong(`${name} is too short: use at least 16 characters, chosen at random.`);
  requireHeaderValue(environment, name, first);
  return first;
}

function requireHeaderValue(environment: Environment, name: string, value: string): void {
  if (/^[\x21-\x7e]*$/.test(value)) return;
  environment.wrong(`${name} holds characters that a header cannot carry: use letters, digits and signs of ASCII.`);
}

/** The environments in which pictures are taken: each a CRM of its own, with or without the connector at work behind it. */
import { startCrmShell } from '../crm/server';
import { createWebApi, type WebApi } from '../crm/web-api';
import { startDataverse } from '../dataverse/server';
import { tokens } from '../dataverse/users';
import type { Seed } from '../seeds/seed';
import { readSolutionFile, type Choices, type SolutionFile } from '../solution-file';
import { startSandbox } from '../start/sandbox';

export interface World {
  url: string;
  /** As the administrator. */
  crm: WebApi;
  choices: Choices;
  dataverseUrl: string;
  /** Where the other side is played; null where there is none. */
  mailchimpUrl: string | null;
  close(): Promise<void>;
}

/** Read once: all pictures of a set show the same solution. */
let solution: SolutionFile | undefined;

/** Dynamics 365 alone: states are what the rows say, and nothing changes them. */
export async function stillWorld(seed: (choices: Choices) => Seed['dataverse'] | null): Promise<World> {
  const { content, choices } = (solution ??= readSolutionFile());
  const rows = seed(choices);
  const dataverse = await startDataverse({ solutionZip: content, ...(rows === null ? {} : { seed: rows }) });
  const shell = await startCrmShell({ dataverseUrl: dataverse.url });
  return {
    url: shell.url,
    crm: createWebApi(dataverse.url, tokens.administrator),
    choices,
    dataverseUrl: dataverse.url,
    mailchimpUrl: null,
    async close() {
      await shell.close();
      await dataverse.close();
    },
  };
}

/** Everything, the connector included: what is asked for on the pages happens. */
export async function livingWorld(seed: Seed, say: (sentence: string) => void): Promise<World> {
  let output = '';
  const sandbox = await startSandbox({
    seed,
    say,
    onOutput: (text) => {
      output = (output + text).slice(-5000);
    },
  });
  const otherSide = `${sandbox.mailchimpUrl}/_sandbox/page`;
  const shell = await startCrmShell({ dataverseUrl: sandbox.dataverseUrl, otherSide });
  sandbox.died.addEventListener('abort', () => say(`The functions ended: ${output}`));
  return {
    url: shell.url,
    crm: sandbox.crm,
    choices: sandbox.choices,
    dataverseUrl: sandbox.dataverseUrl,
    mailchimpUrl: sandbox.mailchimpUrl,
    async close() {
      await shell.close();
      await sandbox.close();
    },
  };
}

/** The first sync as a user does it: refresh, tie the audience to its list, look at the numbers, start, and sync again. */
import { z } from 'zod';
import { sampleIds, sampleNames, type PersonType } from '../seeds/sample';
import type { Seed } from '../seeds/seed';
import { choiceValue } from '../solution-file';
import { comparePeople } from './people';
import { findList } from './play-history';
import type { FirstSync } from './report';
import type { Sandbox } from './sandbox';
import { readReasons, readRemovals, readSides, type Places } from './sides';
import { isCompleted, runToItsEnd, type EndedRun, type RunRequest } from './sync-runs';

export interface FirstSyncOrder {
  sandbox: Sandbox;
  seed: Seed;
  personType: PersonType;
  say: (sentence: string) => void;
}

/** Rejects with one sentence when a run before the first one fails; the two runs' own ends are part of the result. */
export async function runFirstSync({ sandbox, seed, personType, say }: FirstSyncOrder): Promise<FirstSync> {
  const { crm, choices } = sandbox;
  const run = (request: RunRequest): Promise<EndedRun> => runToItsEnd(crm, choices, request, sandbox.died);

  say('Reading the audiences of Mailchimp into Dynamics 365.');
  mustComplete(await run({ mode: 'refresh', name: 'Refresh' }));
  const { id: marketingList } = await findList(crm, sampleNames.newsletterList);
  const audienceId = await tie(sandbox, marketingList);
  const places: Places = {
    crm,
    mailchimpUrl: sandbox.mailchimpUrl,
    mailchimpKey: sandbox.mailchimpKey,
    mailchimpList: sampleIds.newsletter,
    marketingList,
    personType,
  };
  const before = await readSides(places);
  const removals = await readRemovals(crm, choices, marketingList);
  say('Looking at the numbers of the first run.');
  mustComplete(await run({ mode: 'preview', name: `${sampleNames.newsletter}: preview`, audienceId }));
  say('Running the first sync.');
  const first = await run({
    mode: 'full',
    name: `${sampleNames.newsletter}: first run`,
    audienceId,
    consentConfirmed: true,
  });
  const after = await readSides(places);
  const reasons = await readReasons(crm, choices, audienceId);
  const runs = [first];
  if (isCompleted(first)) {
    say('Running it again.');
    runs.push(await run({ mode: 'sync', name: `${sampleNames.newsletter}: sync`, audienceId }));
  }
  return { people: comparePeople({ before, after, reasons, removals, order: addressesOf(seed) }), runs };
}

async function tie({ crm, choices }: Sandbox, marketingList: string): Promise<string> {
  const [audience] = await crm.rows(
    `mcs_audiences?$select=mcs_audienceid&$filter=mcs_mailchimplistid eq '${sampleIds.newsletter}'`,
  );
  const id = z.string().safeParse(audience?.['mcs_audienceid']);
  if (!id.success) throw new Error(`The audience ${sampleNames.newsletter} did not arrive in Dynamics 365.`);
  await crm.patch(`mcs_audiences(${id.data})`, {
    'mcs_marketinglistid@odata.bind': `/lists(${marketingList})`,
    mcs_tiestate: choiceValue(choices, 'mcs_tiestate', 'ready'),
  });
  return id.data;
}

function mustComplete(run: EndedRun): void {
  if (!isCompleted(run)) throw new Error(`The run ended as "${run.label}": ${run.sentence || 'it gave no reason.'}`);
}

/** People in the order of the seed: first those of Dynamics 365, then those whom only Mailchimp knows. */
function addressesOf(seed: Seed): string[] {
  const { contacts, leads } = seed.dataverse;
  return [
    ...[...contacts, ...leads].flatMap(({ emailaddress1 }) => emailaddress1 ?? []),
    ...seed.mailchimp.accounts.flatMap(({ audiences }) =>
      audiences.flatMap(({ members }) => members.map(({ email_address }) => email_address)),
    ),
  ];
}

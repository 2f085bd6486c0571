/**
 * The sample with the newsletter already known to Dynamics 365 and tied to its list, ready for its first run: what the command
 * line needs when no functions run beside it.
 */
import { choiceValue, type Choices } from '../solution-file';
import { sampleIds, sampleNames, sampleSeed, type PersonType } from './sample';
import type { Seed } from './seed';

const accountRow = '5eed0000-0000-4000-8000-0000000000a1';
const fred = '5eed0000-0000-4000-8000-0000000000f1';

export function tiedSampleSeed(personType: PersonType, choices: Choices): Seed {
  const seed = sampleSeed(personType);
  const value = (choice: string, code: string) => choiceValue(choices, choice, code);
  const people = seed.dataverse[personType === 'contact' ? 'contacts' : 'leads'];
  for (const person of people) if (person.firstname === 'Fred') person[`${personType}id`] = fred;
  seed.dataverse.rows = {
    mcs_accounts: [
      {
        mcs_accountid: accountRow,
        mcs_name: sampleNames.account,
        mcs_mailchimpaccountid: sampleIds.account,
        mcs_datacentre: 'us1',
        mcs_secretname: 'MAILCHIMP_API_KEY',
        mcs_connectionstatus: value('mcs_connectionstatus', 'connected'),
      },
    ],
    mcs_audiences: [
      {
        mcs_audienceid: '5eed0000-0000-4000-8000-0000000000b1',
        mcs_name: sampleNames.newsletter,
        mcs_mailchimplistid: sampleIds.newsletter,
        'mcs_accountid@odata.bind': `/mcs_accounts(${accountRow})`,
        'mcs_marketinglistid@odata.bind': `/lists(${sampleIds.newsletterList})`,
        mcs_tiestate: value('mcs_tiestate', 'ready'),
        mcs_syncstatus: value('mcs_syncstatus', 'ready'),
        mcs_direction: value('mcs_direction', 'both'),
        mcs_createpeople: true,
        mcs_trustoverride: value('mcs_trustoverride', 'none'),
        mcs_removalrule: value('mcs_removalrule', 'archive'),
        mcs_resubscriberule: value('mcs_resubscriberule', 'leave-out'),
        mcs_newmemberrule: value('mcs_newmemberrule', 'ask'),
        mcs_optoutrule: value('mcs_optoutrule', 'all'),
        mcs_doubleoptin: false,
        mcs_audiencecount: 3,
      },
    ],
    // What the function "marketing-list-changed" would have stored when Fred was taken off the list.
    mcs_listevents: [
      {
        mcs_name: `Fred Flintstone, ${sampleNames.newsletterList}`,
        'mcs_marketinglistid@odata.bind': `/lists(${sampleIds.newsletterList})`,
        mcs_personid: fred,
        mcs_persontype: value('mcs_persontype', personType),
        mcs_eventkind: value('mcs_eventkind', 'removed'),
        mcs_occurredon: '2026-01-04T15:00:00Z',
        mcs_operationid: '5eed0000-0000-4000-8000-0000000000e1',
      },
    ],
  };
  return seed;
}

/**
 * The situations that comparable connectors test and that their users suffered from, under the ids of that table, against both
 * stand-ins. Where ours decides otherwise on purpose, the row says what ours does, and docs/decisions.md says why.
 */

import * as administration from './administration';
import { checkDecision, decided, decideTogether, losingAddresses, nothingLeft, twoAddresses } from './decision';
import * as identity from './identity';
import * as mailchimp from './mailchimp-changes';
import * as others from './other-peers';
import * as reading from './reading';
import { closeShared } from './shared';
import * as weaknesses from './weaknesses';
import * as writing from './writing';

afterAll(closeShared);

type Row = [id: string, story: string, scenario: () => Promise<void>];
const rows = (table: Row[]) => test.each(table)('%s: %s', (_id, _story, scenario) => scenario());

describe('reading, leases, isolation', () => {
  rows([
    ['F1', 'a key has one client, and an unknown key none', reading.oneClientPerKey],
    ['F3', 'a run that has no time left goes on where it stopped', reading.resumesWhereItStopped],
    ['F2', 'four members read twice are four rows both times', reading.readTwice],
    ['F4', 'an account at work keeps its own audiences waiting, and nobody else', reading.busyAccount],
    ['F5', 'syncing one audience never changes another', reading.twoAudiences],
  ]);
});

describe('identity', () => {
  rows([
    ['I2', 'an address with one owner is matched', identity.oneOwner],
    ['I3', 'also where that person has it twice', identity.twiceTheSameAddress],
    ['I4', 'of two owners, the one on the list', identity.ownerOnTheList],
    ['I5', 'else the one who was on the list', identity.ownerWithHistory],
    ['I6', 'else the oldest', identity.oldestOwner],
    ['I7', 'nobody owns the address: stays without a person', identity.nobodyOwns],
    [
      'I8',
      'only subscribed strangers become people; whoever is linked stays linked',
      identity.onlySubscribersAreCreated,
    ],
    ['I9', 'somebody new on the list is one new row', identity.oneNewRow],
    ['I10', 'somebody deleted before the run is none', identity.deletedBeforeTheRun],
    [
      'I1',
      'two people deactivated, then deleted: out of Mailchimp, remembered, never created again',
      identity.deactivatedThenDeleted,
    ],
  ]);
});

/** With the settings that the table assumes: adding to the list subscribes again, a removal unsubscribes. T today, Y yesterday. */
describe('the decision about one person', () => {
  const one = [
    decided('R1', 'never', 'subscribed T', 'on', 'none'),
    decided('R2', 'on T', 'not a member', 'on', 'subscribed'),
    decided('R3', 'on T', 'subscribed Y', 'on', 'none'),
    decided('R4', 'on Y', 'subscribed T', 'on', 'none'),
    decided('R5', 'removed Y', 'unsubscribed T', 'off', 'none'),
    decided('R6', 'removed T', 'unsubscribed Y', 'off', 'none'),
    decided('R7', 'on Y', 'unsubscribed T', 'off', 'none'),
    decided('R8', 'on Y', 'archived T', 'off', 'none'),
    decided('R9', 'on Y', 'cleaned T', 'off', 'none'),
    decided('R10', 'on T', 'unsubscribed Y by admin', 'on', 'subscribed'),
    decided('R10 own no', 'on T', 'unsubscribed Y by person', 'on', 'none'),
    decided('R11', 'on T', 'archived Y', 'on', 'subscribed'),
    decided('R11 own no', 'on T', 'archived Y by person', 'on', 'none'),
    decided('R12', 'removed T', 'subscribed Y', 'off', 'unsubscribed'),
    decided('R13', 'removed Y', 'subscribed T', 'on', 'none'),
    decided('R14', 'deleted Y', 'subscribed T', 'on', 'none'),
    decided('R15', 'on T', 'unsubscribed T by admin', 'on', 'subscribed'),
    decided('R15 own no', 'on T', 'unsubscribed T by person', 'on', 'none'),
    decided('R16', 'never', 'not a member', 'off', 'none'),
    decided('cannot be synced', 'on T', 'cleaned Y', 'on', 'none'),
    decided('no permission', 'on T', 'transactional Y', 'on', 'none'),
    decided('not answered yet', 'on T', 'pending Y', 'on', 'none'),
    decided('not answered, removed', 'removed T', 'pending Y', 'off', 'unsubscribed'),
  ];
  const two = [
    twoAddresses('D1', 'unsubscribed', 'unsubscribed', 'on', 'off'),
    twoAddresses('D2', 'cleaned', 'unsubscribed', 'on', 'off'),
    twoAddresses('D3', 'unsubscribed', 'cleaned', 'on', 'off'),
    twoAddresses('D4', 'subscribed', 'subscribed', 'on', 'on'),
    twoAddresses('D5', 'subscribed', 'subscribed', 'removed', 'on'),
    twoAddresses('D6', 'unsubscribed', 'cleaned', 'removed', 'off'),
    twoAddresses('D7', 'unsubscribed', 'subscribed', 'on', 'on'),
    twoAddresses('D8', 'subscribed', 'unsubscribed', 'on', 'on'),
    twoAddresses('D9', 'subscribed', 'cleaned', 'on', 'on'),
    twoAddresses('D10', 'unsubscribed', 'unsubscribed', 'removed', 'off'),
    twoAddresses('D11', 'unsubscribed', 'subscribed', 'removed', 'on'),
    twoAddresses('D12', 'subscribed', 'unsubscribed', 'removed', 'on'),
    twoAddresses('D13', 'subscribed', 'cleaned', 'removed', 'on'),
  ];
  const tie = decideTogether([...one, ...two]);
  test.each([...one, ...two].map((row) => [row.id, row] as const))('%s', async (_id, row) =>
    checkDecision(await tie(), row),
  );
  rows([
    [
      'D7 to D9',
      'the address that is out takes nobody off the list, and says why it is out',
      async () => losingAddresses(await tie()),
    ],
    ['all', 'a further run writes nothing', async () => nothingLeft(await tie())],
  ]);
});

describe('writes and their answers', () => {
  rows([
    [
      'B1, B2, B3',
      'one new person and one known: one addition, one change, in a slice of a minute',
      writing.newAndKnown,
    ],
    ['B5', 'a write that succeeded leaves the person in sync', writing.inSyncAfterwards],
    ['B4', 'the results of a batch that somebody else started: never taken for ours', writing.batchOfSomebodyElse],
    ['B6', 'results spread over several files are all read', writing.resultsInSeveralFiles],
    ['B7', 'changed again while a write is under way: the later value arrives', writing.changedWhileUnderWay],
    ['B8', 'refused for compliance: never subscribed by us, asked at most once', writing.complianceState],
    ['B9', 'refused for something else: needs attention', writing.anotherRefusal],
  ]);
});

describe('changes in Mailchimp', () => {
  rows([
    ['W1', 'a stranger subscribes; told twice, nothing happens the second time', mailchimp.strangerSubscribes],
    ['W2', 'a blank name overwrites nothing, a new one is taken over', mailchimp.blankName],
    [
      'W3',
      'unsubscribes while a write waits: off the list, the write is dropped',
      mailchimp.unsubscribedWithWritesOpen,
    ],
    ['W4', 'cleaned: off the list, the address never written to again', mailchimp.cleaned],
    ['W5', 'a new address: the same person has it', mailchimp.newAddress],
    ['X10', 'a bounce that is not hard, also one that is told: no action', mailchimp.softBounce],
    ['X16', 'profile told before the new address: one person with both', mailchimp.profileBeforeAddress],
  ]);
});

describe('settings, status, connections', () => {
  rows([
    ['A1', 'cancelled at work: nothing more is written, the next run goes on', administration.cancelled],
    [
      'A1 at a batch',
      'cancelled while Mailchimp works on a batch: that one is waited for and told, the next part is left',
      administration.cancelledAtABatch,
    ],
    [
      'A2',
      'one person is missing in Mailchimp: a preview counts one to add, and writes nothing',
      administration.statusBeforeTheRun,
    ],
    ['A3', 'valid settings are kept, invalid ones refused', administration.settings],
    ['A4, A5', 'one of two connections removed: the other keeps all it has', administration.oneOfTwoRemoved],
    ['A8', 'the account with its audiences', administration.account],
    ['A6, A7', 'an audience has one webhook for what people do, a batch has none', administration.webhooks],
  ]);
});

describe('where the reference loses people', () => {
  rows([
    ['9.1', 'ten people unsubscribe while Mailchimp cannot be reached: none is missed', weaknesses.watermark],
    ['9.2', 'ten removals before a run that is stopped between two steps: all ten are sent', weaknesses.resumedWindow],
    ['9.3', 'a run that is stopped while it reads goes on', weaknesses.stoppedWhileReading],
    ['9.4', 'one of five people is deleted: stays deleted', weaknesses.deletedStaysDeleted],
  ]);
});

describe('what other connectors test', () => {
  rows([
    ['X1', 'a new address in Dynamics 365: the member is renamed', others.renamed],
    [
      'X2',
      'a new address that is a member already: that one stays, the old one is archived',
      others.renamedOntoAMember,
    ],
    [
      'X3',
      'a new address that was deleted for good: the member keeps the old one, the person is shown',
      others.renamedOntoADeletedAddress,
    ],
    ['X4', 'a fake address: shown, the run goes on', others.fakeAddress],
    [
      'X5',
      'a person is deleted, another has the address: the member stays, and belongs to the other',
      others.anotherHasTheAddress,
    ],
    ['X6', 'a person is deleted, nobody else has the address: archived', others.nobodyElseHasTheAddress],
    ['X7', 'a run that lay unfinished for days goes on, without those who moved since', others.oldUnfinishedRun],
    ['X8', 'the last full run is long ago: another one, days before seven have passed', others.longAgo],
    ['X9', 'too many sign-ups: tried again an hour later, and not before', others.tooManySignUps],
    ['X11', 'unsubscribes without a person: no action', others.unsubscribesWithoutAPerson],
    [
      'X12',
      'subscribes without a person: nobody is created where that is switched off',
      others.subscribesWithoutAPerson,
    ],
    ['X13', 'deleted for good: remembered, never sent again, no failure', others.deletedForGood],
    ['X14', 'members that are not ours are never archived', others.notOurs],
    ['X15', 'one tag for 501 members: two calls', others.sameTagForMany],
    ['X17', 'an unknown member who has not confirmed: nobody is created', others.pendingStranger],
    ['X18', 'our own writes do not come back as changes', others.ownEcho],
    ['X19', 'more than a hundred removals wait for a person; a no does not', others.manyRemovals],
    ['X20', 'archived by us and on the list again: restored; unsubscribed or cleaned never', others.archivedReturns],
    ['X21', 'several people with one address: one is synced, the others are told', others.severalOwners],
    ['X22', 'no bulk e-mail only once somebody is out of all tied audiences', others.optOutWhenOutOfAll],
  ]);
});

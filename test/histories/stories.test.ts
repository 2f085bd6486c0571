/** Histories that went wrong once, as short as they could be told. */

import { holdAccount } from '../../connector/sync/run/claim';
import type { Beginning, History, Step, Terms } from './history';
import { playHistory } from './play-history';
import { startStage, type Stage } from './stage';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const usual: Terms = {
  audiences: 1,
  resubscribe: 'leave-out',
  removal: 'archive',
  type: 'contact',
  direction: 'both',
  createPeople: true,
  optOut: 'all',
  doubleOptIn: false,
  newMembers: 'ask',
  labels: 'none',
  guarded: false,
  forgetful: false,
  ahead: 0,
};

const ann = 0;
const bob = 1;
const contact: Beginning = { record: true, onList: [false, false], member: ['absent', 'absent'] };
const member: Beginning = { record: true, onList: [true, false], member: ['subscribed', 'absent'] };

function story(people: Beginning[], steps: Step[], more: Partial<Terms> = {}): History {
  return { terms: { ...usual, ...more }, people, before: [], firstCut: null, steps };
}

const step = (deed: object): Step => ({ wait: 7, where: 0, ...deed }) as Step;
const run = (mode: 'sync' | 'full' = 'sync') =>
  step({ do: 'run', mode, trust: 'none', cut: null, look: false, undone: false });

test('Ann is asked to confirm: until she has, she is no subscriber in the count of the audience', async () => {
  const steps = [step({ do: 'join', who: ann, told: true }), run()];
  await playHistory(stage, story([contact, member], steps, { doubleOptIn: true }));
});

test('Ann said no, is put on the list and asked: the counts of the next run are the same', async () => {
  const unsubscribed: Beginning = { ...contact, member: ['unsubscribed', 'absent'] };
  const steps = [step({ do: 'join', who: ann, told: false }), run()];
  await playHistory(stage, story([unsubscribed, member], steps, { resubscribe: 'ask', forgetful: true }));
});

test('Ann is merged into Bob, both on the list: one place is left, and nothing is written twice', async () => {
  await playHistory(stage, story([member, member], [step({ do: 'merge', who: ann, into: bob }), run('full')]));
});

test('Ann is merged into Bob before any run has seen her: nobody is created for her member, and runs come to rest', async () => {
  const merged = step({ do: 'merge', who: ann, into: bob });
  await playHistory(stage, { ...story([member, member], [run('full')]), before: [merged] });
});

test('a run that cannot note that it holds the account gives the account back', async () => {
  const { storage } = stage.services;
  const fails = async () => {
    throw new Error('The storage is full.');
  };
  const services = { ...stage.services, storage: { ...storage, documents: { ...storage.documents, write: fails } } };
  await expect(holdAccount(services, 'an account', 'a run')).rejects.toThrow('The storage is full.');
  expect(await holdAccount(stage.services, 'an account', 'another run')).toMatchObject({ kind: 'held' });
});

describe('Ann unsubscribes and an administrator archives her before any run looks', () => {
  const steps = [
    step({ do: 'unsubscribe', who: ann, by: 'person' }),
    step({ do: 'archive', who: ann }),
    run(),
    step({ do: 'join', who: ann, told: true }),
    run(),
  ];
  test.each([false, true])('and she is put on the list again (Mailchimp forgets her no: %s)', async (forgetful) => {
    await playHistory(stage, story([member, member], steps, { forgetful }));
  });
});

test('mail to Ann bounces, an administrator archives her before any run looks, and she is put on the list again', async () => {
  const steps = [
    step({ do: 'bounce', who: ann }),
    step({ do: 'archive', who: ann }),
    run(),
    step({ do: 'join', who: ann, told: true }),
    run(),
  ];
  await playHistory(stage, story([member, member], steps, { forgetful: true }));
});

describe('a record is merged into another while a run waits to go on', () => {
  const outside: Beginning = { ...contact, member: ['unsubscribed by an administrator', 'absent'] };
  const archived: Beginning = { ...member, member: ['archived', 'absent'] };
  const cid = 2;
  const interrupted = (...steps: Step[]): Step[] => [
    ...steps,
    step({ do: 'run', mode: 'sync', trust: 'none', cut: { by: 'deadline' }, look: false, undone: false }),
    step({ do: 'address', side: 'crm', who: bob, of: null }),
  ];

  test('and the row of an address that was deleted in Mailchimp says where the survivor is', async () => {
    const steps = interrupted(step({ do: 'vanish', who: cid }), run(), step({ do: 'merge', who: cid, into: ann }));
    const joined = [step({ do: 'join', who: cid, told: false })];
    await playHistory(stage, { ...story([archived, member, outside], steps, { guarded: true }), before: joined });
  });

  test('and fields keep following the same one of two members, in whatever order Mailchimp names them', async () => {
    const steps = interrupted(run(), step({ do: 'merge', who: cid, into: bob }));
    const joined = [step({ do: 'join', who: cid, told: false })];
    await playHistory(stage, { ...story([archived, member, outside], steps, { guarded: true }), before: joined });
  });
});

test('Ann said no, gets another address in Mailchimp and is put on the list: she is asked at it, and Dynamics 365 gets it', async () => {
  const unsubscribed: Beginning = { ...contact, member: ['unsubscribed', 'absent'] };
  const steps = [
    step({ do: 'address', side: 'mailchimp', who: ann, of: null }),
    step({ do: 'join', who: ann, told: false }),
  ];
  await playHistory(stage, story([unsubscribed, member], steps, { resubscribe: 'ask', forgetful: true }));
});

test('Bob shares the address of Ann, who is deleted: the row that waited for an address of his own goes', async () => {
  const steps = [
    run(),
    step({ do: 'unsubscribe', who: ann, by: 'person' }),
    step({ do: 'delete', who: ann }),
    run('full'),
  ];
  const before = [step({ do: 'join', who: ann, told: false }), step({ do: 'address', side: 'crm', who: bob, of: ann })];
  await playHistory(stage, { ...story([contact, { ...contact, onList: [true, false] }], steps), before });
});

test('two strangers whose records wait for approval: a further run has nothing to write', async () => {
  const stranger: Beginning = { ...contact, record: false };
  const steps = [
    step({ do: 'sign-up', who: ann, by: 'person' }),
    step({ do: 'sign-up', who: bob, by: 'person' }),
    run('full'),
  ];
  await playHistory(stage, story([stranger, stranger], steps, { guarded: true }));
});

test('Mailchimp refuses to ask Ann, whom an administrator had unsubscribed: that is said until she is off the list', async () => {
  const outside: Beginning = { ...contact, member: ['unsubscribed by an administrator', 'absent'] };
  const steps = [step({ do: 'join', who: ann, told: true }), run(), run('full'), run('full')];
  await playHistory(stage, story([outside, member], steps, { doubleOptIn: true }));
});

test('a name is refused because Ann was deleted in Mailchimp: once she has left, it is not told any more', async () => {
  const steps = [
    step({ do: 'name', side: 'crm', who: ann, where: 0, part: 'first', blank: false }),
    step({ do: 'run', mode: 'sync', trust: 'none', cut: { by: 'deadline' }, look: false, undone: false }),
    step({ do: 'vanish', who: ann }),
    step({
      do: 'run',
      mode: 'sync',
      trust: 'none',
      cut: { by: 'kill', call: 1, done: false },
      look: false,
      undone: false,
    }),
  ];
  await playHistory(stage, story([member, member], steps));
});

test('Bob is taken off the list and merged into Ann, who never was on it: his member leaves Mailchimp', async () => {
  const outside: Beginning = { ...contact, member: ['unsubscribed by an administrator', 'absent'] };
  const steps = [step({ do: 'leave', who: bob, told: false }), step({ do: 'merge', who: bob, into: ann }), run('full')];
  await playHistory(stage, story([outside, member], steps, { direction: 'to-mailchimp' }));
});

test('Ann has the flag of another audience and is subscribed, which is undone: it is not done again', async () => {
  const people: Beginning[] = [
    { ...contact, member: ['unsubscribed by an administrator', 'unsubscribed'] },
    { ...member, member: ['subscribed', 'subscribed'] },
  ];
  const undone = step({ do: 'run', mode: 'full', trust: 'none', cut: null, look: true, undone: true });
  const steps = [step({ do: 'join', who: ann, told: false }), undone];
  await playHistory(stage, story(people, steps, { audiences: 2 }));
});

test('Ann was archived without ever objecting, and the direction keeps her out: no further run makes a no of it', async () => {
  const archived: Beginning = { ...contact, member: ['archived', 'absent'] };
  const joined = [step({ do: 'join', who: ann, told: false })];
  await playHistory(stage, { ...story([archived, member], [run('full')], { direction: 'to-crm' }), before: joined });
  const flagged = await stage.rows<{ emailaddress1: string }>(
    `contacts?$select=emailaddress1&$filter=donotbulkemail eq true and startswith(emailaddress1,'ann@')`,
  );
  expect(flagged.map(({ emailaddress1 }) => emailaddress1)).not.toContain(`ann@c${stage.next() - 1}.example`);
});

test('Mailchimp refuses to take Ann back, who said no: the flag in her record stays the one of that no', async () => {
  const unsubscribed: Beginning = { ...contact, member: ['unsubscribed', 'absent'] };
  const steps = [step({ do: 'join', who: ann, told: false }), run('full')];
  await playHistory(stage, story([unsubscribed, member], steps, { resubscribe: 'subscribe' }));
});

describe('Ann, whom only Mailchimp knew, gets another address there, and is written down with the former one', () => {
  const outside: Beginning = { record: false, onList: [false, false], member: ['unsubscribed', 'absent'] };
  const ofAnn = (number: number) =>
    `contacts?$select=firstname,emailaddress1&$filter=endswith(emailaddress1,'@c${number}.example') and startswith(emailaddress1,'ann')`;

  test.each(['sync', 'full'] as const)('no second record is made of her (%s)', async (mode) => {
    const steps = [
      step({ do: 'join', who: ann, told: false }),
      step({ do: 'leave', who: ann, told: false }),
      step({ do: 'address', side: 'mailchimp', who: ann, of: null }),
      step({ do: 'sign-up', who: ann, by: 'person' }),
      run(mode),
    ];
    await playHistory(stage, story([outside, member], steps));
    expect(await stage.rows(ofAnn(stage.next() - 1))).toHaveLength(1);
  });
});

test('Ann joins the list by a run that waits, and somebody fills in her first name: it stays', async () => {
  const steps = [
    step({ do: 'name', side: 'crm', who: ann, part: 'first', blank: true }),
    step({ do: 'sign-up', who: ann, by: 'person' }),
    step({ do: 'run', mode: 'sync', trust: 'none', cut: { by: 'deadline' }, look: false, undone: false }),
    step({ do: 'name', side: 'crm', who: ann, part: 'first', blank: false }),
    run(),
  ];
  await playHistory(stage, story([contact, member], steps));
  const [record] = await stage.rows<{ firstname: string }>(
    `contacts?$select=firstname&$filter=emailaddress1 eq 'ann@c${stage.next() - 1}.example'`,
  );
  expect(record?.firstname).toBe('Ann5');
});

describe('Ann said no before the first run', () => {
  const saidNo: Beginning = { ...contact, member: ['unsubscribed', 'absent'] };

  test('she gets the place on the list of Bob, whom the direction keeps out, by a merge: that answers no question', async () => {
    const listed: Beginning = { ...contact, onList: [true, false] };
    const steps = [run(), step({ do: 'merge', who: bob, into: ann })];
    await playHistory(stage, story([saidNo, listed], steps, { resubscribe: 'ask', direction: 'to-crm' }));
  });

  test('archived, and nobody asked why, she gets the place of Bob by a merge: then somebody asks at once', async () => {
    const listed: Beginning = { ...contact, onList: [true, false] };
    const archived: Beginning = { ...contact, member: ['archived', 'absent'] };
    const steps = [run(), step({ do: 'merge', who: bob, into: ann })];
    await playHistory(stage, story([archived, listed], steps, { direction: 'to-mailchimp' }));
  });

  test('she is tied anew and deleted in Mailchimp: no later run asks her', async () => {
    const steps = [
      step({ do: 'vanish', who: ann }),
      step({ do: 'leave', who: ann, told: true }),
      step({ do: 'join', who: ann, told: true }),
      step({ do: 'tie', list: 'same' }),
      run('full'),
    ];
    await playHistory(stage, story([{ ...saidNo, onList: [true, false] }, member], steps, { resubscribe: 'ask' }));
  });
});

test('Ann is subscribed again with another name, which is undone: the name that was sent is announced', async () => {
  const takenOut: Beginning = {
    record: false,
    onList: [false, false],
    member: ['unsubscribed by an administrator', 'absent'],
  };
  const steps = [
    step({ do: 'join', who: ann, told: true }),
    step({ do: 'run', mode: 'sync', trust: 'none', cut: null, look: false, undone: true }),
  ];
  await playHistory(stage, story([takenOut, member], steps));
});

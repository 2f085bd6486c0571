import { decideOptOut, isOurs, type OptOutFacts, type OptOutMark } from '../../../connector/reconcile/opt-out';
import type { RememberedNo } from '../../../connector/reconcile/situation';
import { day } from './situations';

const no = (kind: RememberedNo['kind'], on = day(2)): RememberedNo => ({ kind, since: on, seenOn: on });
const mark = (did: OptOutMark['did'], on: string): OptOutMark => ({ did, on });

/** Marks of this audience are among those of all of them. */
const decide = ({
  own = [],
  elsewhere = [],
  ...told
}: Partial<OptOutFacts> & { own?: OptOutMark[]; elsewhere?: OptOutMark[] } = {}) =>
  decideOptOut({
    rule: 'once',
    flag: false,
    marks: [...elsewhere, ...own],
    ownMarks: own,
    nos: [no('unsubscribed')],
    isInAnywhere: false,
    signedUpOn: null,
    ...told,
  });

describe('the flag for no bulk e-mail', () => {
  test.each<[string, Parameters<typeof decide>[0], ReturnType<typeof decide>]>([
    ['at once, after an unsubscribe', {}, 'set'],
    ['at once, after a complaint', { nos: [no('complained')] }, 'set'],
    ['after a bounce', { nos: [no('bounced')] }, 'nothing'],
    ['after a question that nobody answered', { nos: [no('unconfirmed')] }, 'nothing'],
    ['after a deletion for good', { nos: [no('forgotten')] }, 'nothing'],
    ['without a no', { nos: [] }, 'nothing'],
    ['never', { rule: 'never' }, 'nothing'],
    ['when out of all, and in another one', { rule: 'all', isInAnywhere: true }, 'nothing'],
    ['when out of all, and out of all', { rule: 'all' }, 'set'],
    ['that people have set', { flag: true }, 'note'],
    ['that another audience has set', { flag: true, elsewhere: [mark('set', day(1))] }, 'claim'],
    ['that was set for this no', { flag: true, own: [mark('set', day(2))] }, 'nothing'],
    ['that was set for an earlier no, and is gone', { own: [mark('left', day(1))] }, 'set'],
    ['that people cleared after we set it', { own: [mark('set', day(2))] }, 'note'],
    ['that people cleared, at the next run', { own: [mark('left', day(3))] }, 'nothing'],
    [
      'that is ours, of somebody who signed up again',
      { flag: true, own: [mark('set', day(2))], nos: [], signedUpOn: day(3) },
      'clear',
    ],
    [
      'that is another audience\u2019s, of somebody who signed up here',
      { flag: true, elsewhere: [mark('set', day(2))], nos: [], signedUpOn: day(3) },
      'clear',
    ],
    [
      'that is ours, of somebody who had signed up before',
      { flag: true, elsewhere: [mark('set', day(2))], nos: [], signedUpOn: day(1) },
      'nothing',
    ],
    ['of people, of somebody who signed up again', { flag: true, nos: [], signedUpOn: day(3) }, 'nothing'],
  ])('%s', (_, told, expected) => expect(decide(told)).toBe(expected));

  test('is ours as long as setting it is the last thing that any run did about it', () => {
    expect(isOurs(true, [mark('set', day(2)), mark('left', day(1))])).toBe(true);
    expect(isOurs(true, [mark('set', day(1)), mark('left', day(2))])).toBe(false);
    expect(isOurs(true, [])).toBe(false);
    expect(isOurs(false, [mark('set', day(1))])).toBe(false);
  });
});

import { readMailchimpWord, type MemberFields } from '../../../connector/reconcile/read-mailchimp-word';
import type { MailchimpWord } from '../../../connector/reconcile/situation';
import { day, word } from './situations';

const fields = (more: Partial<MemberFields>): MemberFields => ({
  status: 'subscribed',
  timestampOpt: day(1),
  lastChanged: day(5),
  unsubscribeReason: null,
  ...more,
});

test.each([
  ['a subscribed member joined at the opt-in', fields({}), null, word('subscribed', day(1))],
  ['or, where that is unknown, at the last change', fields({ timestampOpt: null }), null, word('subscribed', day(5))],
  ['any other member left at the last change', fields({ status: 'archived' }), null, word('archived', day(5))],
  [
    'an edit of a member that had left already is no new departure',
    fields({ status: 'archived' }),
    word('archived', day(3)),
    word('archived', day(3)),
  ],
  [
    'an administrator unsubscribed the member',
    fields({ status: 'unsubscribed', unsubscribeReason: 'N/A (Unsubscribed by admin)' }),
    null,
    word('unsubscribed', day(5), 'admin'),
  ],
  [
    'the member said why',
    fields({ status: 'unsubscribed', unsubscribeReason: 'No longer interested' }),
    null,
    word('unsubscribed', day(5), 'person'),
  ],
  ['nobody said who unsubscribed the member', fields({ status: 'unsubscribed' }), null, word('unsubscribed', day(5))],
  [
    'we did it ourselves',
    fields({ status: 'unsubscribed', unsubscribeReason: 'N/A (Unsubscribed by admin)' }),
    word('unsubscribed', day(4), 'us'),
    word('unsubscribed', day(4), 'us'),
  ],
  [
    'we archived, and somebody else subscribed again',
    fields({}),
    word('archived', day(4), 'us'),
    word('subscribed', day(1)),
  ],
  ['not in Mailchimp', null, word('subscribed', day(1)), word('absent')],
] as [string, MemberFields | null, MailchimpWord | null, MailchimpWord][])('%s', (_story, member, last, expected) => {
  expect(readMailchimpWord(member, last)).toEqual(expected);
});

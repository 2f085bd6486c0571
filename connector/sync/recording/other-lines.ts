/** The changes of a person beside membership and names: mapped fields, tags, interests, further lists, addresses, the opt-out flag. */

import { addressColumns } from '../../dataverse/standard-tables';
import type { ChangeLine } from './change-lines';
import type { AddressPlan, PersonPlan } from '../run/person-plan';

type OtherLine = Pick<ChangeLine, 'side' | 'what' | 'from' | 'to'>;

const refused = (what: string, happened: boolean) => (happened ? what : `${what} (refused)`);

/** `after` is what applying has made of `planned`. */
export function otherCrmLines(planned: PersonPlan, after: PersonPlan): OtherLine[] {
  const lines: OtherLine[] = [];
  const crm = (what: string, from: string, to: string) => lines.push({ side: 'Dynamics 365', what, from, to });
  const [first] = planned.addresses;
  const [firstAfter] = after.addresses;
  for (const [tag, columns] of Object.entries(planned.fields ?? {})) {
    const same = first?.row.last.crm?.fields?.[tag] === firstAfter?.row.last.crm?.fields?.[tag];
    crm(refused(`field ${tag}`, same), asText(planned.fieldsBefore?.[tag]), asText(columns));
  }
  for (const column of addressColumns) {
    const address = planned.newAddresses?.[column];
    if (address === undefined) continue;
    const before = planned.addressesBefore?.[column] ?? '';
    crm(refused(`address in ${column}`, after.newAddresses !== null), before, address);
  }
  if (planned.optOut) {
    const set = planned.optOut.move === 'set';
    crm(
      refused('no bulk e-mail', after.optOut !== null),
      set ? 'allowed' : 'not allowed',
      set ? 'not allowed' : 'allowed',
    );
  }
  for (const [index, { listId, do: move }] of (planned.further ?? []).entries()) {
    const happened = after.further?.[index]?.refused !== true;
    if (move === 'join') crm(refused(`joined further list ${listId}`, happened), 'not on the list', 'on the list');
    else crm(refused(`left further list ${listId}`, happened), 'on the list', 'not on the list');
  }
  return lines;
}

export function otherMailchimpLines(planned: AddressPlan, after: AddressPlan | undefined): OtherLine[] {
  const lines: OtherLine[] = [];
  const mailchimp = (what: string, from: string, to: string) => lines.push({ side: 'Mailchimp', what, from, to });
  for (const [tag, value] of Object.entries(planned.move.do === 'add' ? {} : (planned.fields ?? {}))) {
    const same = planned.row.last.mailchimp?.fields?.[tag] === after?.row.last.mailchimp?.fields?.[tag];
    mailchimp(refused(`field ${tag}`, same), asText(planned.fieldsBefore?.[tag]), asText(value));
  }
  const carried = after?.labels?.kept !== true;
  for (const tag of planned.labels?.addTags ?? []) mailchimp(refused('tag added', carried), '', tag);
  for (const tag of planned.labels?.removeTags ?? []) mailchimp(refused('tag taken away', carried), tag, '');
  for (const [id, has] of Object.entries(planned.labels?.interests ?? {}))
    mailchimp(refused(has ? 'interest added' : 'interest taken away', carried), has ? '' : id, has ? id : '');
  if (planned.rename)
    mailchimp(refused('address', after?.row.address === planned.rename.to), planned.rename.from, planned.rename.to);
  return lines;
}

/** As a person reads it: the parts of an address one after the other. */
function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object')
    return Object.values(value)
      .filter((part) => part !== null && part !== '')
      .map(asText)
      .join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

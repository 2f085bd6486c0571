/** Tags, interests and the further lists that they are tied to: what people do to them on either side. */

import type { Deed, Label } from './history';
import type { Person } from './model';
import type { Scene } from './scene';

export async function labelDeed(
  scene: Scene,
  person: Person,
  where: 0 | 1,
  { label, on, give }: Extract<Deed, { do: 'label' }>,
): Promise<void> {
  if (label === 'Events' && scene.model.terms.labels === 'none') return;
  const done = await hands[on](scene, person, where, { label, give });
  if (!done) return;
  if (give) person.standings[where].given.add(label);
  const from = scene.places.length > 1 ? ` of audience ${where}` : '';
  const place = { member: 'in Mailchimp', row: 'on the row', list: 'by the further list' }[on];
  scene.tell(`${person.name} ${give ? 'gets' : 'loses'} ${label}${from} ${place}.`);
}

interface Wanted {
  label: Label;
  give: boolean;
}

/** Each answers whether there was anything to do. */
const hands: Record<
  Extract<Deed, { do: 'label' }>['on'],
  (scene: Scene, person: Person, where: 0 | 1, wanted: Wanted) => Promise<boolean>
> = {
  async member(scene, person, where, { label, give }) {
    const member = await scene.memberOf(person, where);
    if (!member || member.status === 'archived' || member.status === 'cleaned') return false;
    const { mailchimpId } = scene.places[where]!;
    const order =
      label === 'VIP'
        ? { do: give ? 'tag' : 'untag', tag: label }
        : { do: give ? 'interest' : 'uninterest', interest: label };
    await scene.stage.mailchimp('POST', 'play', { audience: mailchimpId, email: member.address, ...order });
    return true;
  },

  async row(scene, person, where, { label, give }) {
    if (label !== 'VIP') return false;
    const rows: { mcs_audiencememberid: string; mcs_name: string; mcs_tags: string | null }[] = await scene.stage.rows(
      `mcs_audiencemembers?$select=mcs_audiencememberid,mcs_name,mcs_tags&$filter=_mcs_audienceid_value eq ${scene.places[where]?.audienceId}`,
    );
    const row = rows.find(({ mcs_name }) => person.addresses.includes(mcs_name.toLowerCase()));
    if (!row || (row.mcs_tags?.includes(label) ?? false) === give) return false;
    await scene.stage.crm('PATCH', `mcs_audiencemembers(${row.mcs_audiencememberid})`, {
      mcs_tags: give ? `; ${label};` : null,
    });
    return true;
  },

  async list(scene, person, where, { label, give }) {
    const listId = scene.places[where]?.further[label];
    const record = await scene.recordOf(person);
    if (!listId || !record || record.statecode !== 0) return false;
    if ((await scene.membersOfList(listId)).has(record.id) === give) return false;
    await scene.stage.crm('POST', give ? 'AddListMembersList' : 'RemoveListMembersList', {
      List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: listId },
      Members: [{ '@odata.type': `Microsoft.Dynamics.CRM.${scene.kind.type}`, [scene.kind.id]: record.id }],
    });
    return true;
  },
};

/** At rest a further list, what it is tied to and what the row says are the same for everybody who is subscribed. */
export async function findLabelsApart(scene: Scene, where: 0 | 1): Promise<string[]> {
  const { model, places } = scene;
  const place = places[where]!;
  const found: string[] = [];
  if (model.terms.direction !== 'both' || model.terms.guarded) return found;
  const [members, records, rows] = [
    await scene.members(where),
    await scene.records(),
    await scene.rowsOf(where),
  ] as const;
  for (const label of ['VIP', 'Events'] as const) {
    const listId = place.further[label];
    if (!listId) continue;
    const onList = await scene.membersOfList(listId);
    for (const person of model.people) {
      if (person.gone || person.confused || person.inactive || person.optedOut) continue;
      const theirs = members.filter(({ address }) => person.addresses.includes(address.toLowerCase()));
      const member = theirs.find(({ status }) => status === 'subscribed');
      const row = rows.find(({ address }) => address.toLowerCase() === member?.address.toLowerCase());
      const record = records.find(({ id }) => id === row?.personId);
      if (!member || !row || !record || theirs.length > 1 || row.outcome !== 'in-sync') continue;
      if (row.reason === 'undone' || row.labels?.apart) continue;
      const has = label === 'VIP' ? member.tags.includes(label) : (member.interests?.[place.interestId ?? ''] ?? false);
      const state = `${person.name} ${has ? 'has' : 'does not have'} ${label}`;
      if (onList.has(record.id) !== has) found.push(`${state}, and is ${has ? 'off' : 'on'} its list`);
      if (label === 'VIP' && row.tags.includes(label) !== has) found.push(`${state}, and the row says otherwise`);
      if (has && !person.standings[where].given.has(label)) found.push(`${state}, which nobody gave`);
    }
  }
  return found;
}

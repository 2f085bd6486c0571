/** Carries out what people do on either side, where it can be done, and tells the model and the story of it. */

import { bringForward, type Hint } from '../../connector/sync/requests/bring-forward';
import { parts, type Deed, type Part } from './history';
import { labelDeed } from './label-deeds';
import type { FieldEdit, Person } from './model';
import type { PersonRecord, Scene } from './scene';

type PeopleDeed = Exclude<Deed, { do: 'run' | 'tie' }>;

export async function carryOutDeed(scene: Scene, deed: PeopleDeed): Promise<void> {
  const person = scene.model.person(deed.who);
  if (person.gone) return;
  switch (deed.do) {
    case 'join':
      return join(scene, person, placeOf(scene, deed), deed.told);
    case 'leave':
      return leave(scene, person, placeOf(scene, deed), deed.told);
    case 'name':
      return deed.side === 'crm'
        ? fieldInCrm(scene, person, deed.part, deed.blank)
        : fieldInMailchimp(scene, person, placeOf(scene, deed), deed);
    case 'opt-out':
    case 'opt-in':
      return optOut(scene, person, deed.do === 'opt-out');
    case 'delete':
      return deleteRecord(scene, person);
    case 'deactivate':
    case 'reactivate':
      return setState(scene, person, deed.do === 'reactivate');
    case 'qualify':
      return qualify(scene, person);
    case 'label':
      return labelDeed(scene, person, placeOf(scene, deed), deed);
    case 'hint':
      return hint(scene, person, placeOf(scene, deed), deed);
    case 'merge':
      return merge(scene, person, scene.model.person(deed.into));
    case 'address':
      return deed.side === 'crm'
        ? addressInCrm(scene, person, deed.of)
        : addressInMailchimp(scene, person, placeOf(scene, deed));
    case 'sign-up':
    case 'unsubscribe':
    case 'complain':
    case 'bounce':
    case 'archive':
    case 'vanish':
    case 'confirm':
      return inMailchimp(scene, person, placeOf(scene, deed), deed);
  }
}

const placeOf = ({ places }: Scene, { where }: { where: number }): 0 | 1 => (where === 1 && places.length > 1 ? 1 : 0);
const of = ({ places }: Scene, where: number) => (places.length > 1 ? ` ${where}` : '');
const oData = ({ kind }: Scene, id: string) => ({
  '@odata.type': `Microsoft.Dynamics.CRM.${kind.type}`,
  [kind.id]: id,
});

/** Leads that are closed can only be opened again. */
const isReadOnly = ({ kind }: Scene, { statecode }: PersonRecord) => kind.type === 'lead' && statecode !== 0;

async function join(scene: Scene, person: Person, where: 0 | 1, told: boolean): Promise<void> {
  const { model } = scene;
  const record = (await scene.recordOf(person)) ?? (await writeDown(scene, person));
  if (record.statecode !== 0 || (await scene.onList(where)).has(record.id)) return;
  await changeList(scene, 'AddListMembersList', record.id, where);
  if (told) await tellPlugIn(scene, 'added', record.id, where);
  scene.tell(`${person.name} is put on list${of(scene, where)}${told ? '' : ', which nobody tells'}.`);
  model.putOnList(person, where);
  model.moves(person, where, 'in', { on: 'crm' });
}

async function leave(scene: Scene, person: Person, where: 0 | 1, told: boolean): Promise<void> {
  const record = await scene.recordOf(person);
  if (!record || !(await scene.onList(where)).has(record.id)) return;
  await changeList(scene, 'RemoveListMembersList', record.id, where);
  if (told) await tellPlugIn(scene, 'removed', record.id, where);
  scene.tell(`${person.name} is taken off list${of(scene, where)}${told ? '' : ', which nobody tells'}.`);
  // Of somebody whom no run has seen on the list, only a message tells that they were there.
  person.standings[where].left = true;
  if (!told && !scene.model.listSeen[where]) scene.model.touches(person);
  else scene.model.moves(person, where, 'out', { on: 'crm' });
}

async function writeDown(scene: Scene, person: Person): Promise<PersonRecord> {
  const created = await scene.stage.crm('POST', scene.kind.set, {
    firstname: person.name,
    lastname: `Written${scene.model.deed}`,
    emailaddress1: person.addresses[0],
  });
  const id = /\(([0-9a-f-]{36})\)/.exec(created.headers.get('OData-EntityId') ?? '')?.[1] ?? '';
  scene.model.records.add(id);
  person.recordId = id;
  person.writtenDown = scene.model.deed;
  const entered = { side: 'crm' as const, deed: scene.model.deed, alone: false };
  person.edits.first.push({ ...entered, value: person.name });
  person.edits.last.push({ ...entered, value: `Written${scene.model.deed}` });
  scene.tell(`${person.name} is written down in Dynamics 365.`);
  const record = await scene.recordOf(person);
  if (!record) throw new Error(`${person.name} was not written down`);
  return record;
}

async function changeList(scene: Scene, message: string, recordId: string, where: number): Promise<void> {
  await scene.stage.crm('POST', message, {
    List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: scene.places[where]?.listId },
    Members: [oData(scene, recordId)],
  });
}

/** What the function marketing-list-changed stores. */
async function tellPlugIn(scene: Scene, kind: 'added' | 'removed', personId: string, where: number): Promise<void> {
  const event = {
    marketingListId: scene.places[where]?.listId ?? '',
    personId,
    personType: scene.kind.type,
    kind,
    occurredOn: scene.stage.clock.now().toISOString(),
    byUserId: personId,
    operationId: `0e000000-0000-4000-8000-${String(scene.stage.next()).padStart(12, '0')}`,
  };
  await scene.stage.services.crm.saveListEvents([event]);
  // Deliveries are repeated.
  await scene.stage.services.crm.saveListEvents([event]);
}

async function fieldInCrm(scene: Scene, person: Person, part: Part, blank: boolean): Promise<void> {
  const record = await scene.recordOf(person);
  // Nobody can be without any name in Dynamics 365.
  if (!record || isReadOnly(scene, record) || (blank && part === 'last')) return;
  const value = blank ? '' : valueOf(scene, person, part);
  const { column, name } = parts[part];
  await scene.stage.crm('PATCH', `${scene.kind.set}(${record.id})`, { [column]: value === '' ? null : value });
  scene.tell(`${person.name}'s ${name} becomes "${value}" in Dynamics 365.`);
  const members = await Promise.all(scene.places.map((_, where) => scene.memberOf(person, where)));
  person.edits[part].push({ side: 'crm', value, deed: scene.model.deed, alone: members.includes(null) });
}

async function fieldInMailchimp(
  scene: Scene,
  person: Person,
  where: 0 | 1,
  { part, blank }: { part: Part; blank: boolean },
): Promise<void> {
  const member = await scene.memberOf(person, where);
  if (!member || member.status === 'archived') return;
  const value = blank ? '' : valueOf(scene, person, part);
  const { tag, name } = parts[part];
  await play(scene, where, { email: member.address, do: 'edit', merge_fields: { [tag]: value } });
  scene.tell(`${person.name}'s ${name} becomes "${value}" in Mailchimp${of(scene, where)}.`);
  const alone = (await scene.recordOf(person)) === null;
  person.edits[part].push({ side: where, value, deed: scene.model.deed, alone });
}

const valueOf = ({ model }: Scene, { name, index }: Person, part: Part): string =>
  part === 'phone'
    ? `555 ${String(index).padStart(2, '0')}${String(model.deed).padStart(2, '0')}`
    : `${name}${model.deed}`;

async function optOut(scene: Scene, person: Person, out: boolean): Promise<void> {
  const record = await scene.recordOf(person);
  if (!record || isReadOnly(scene, record) || record.donotbulkemail === out) return;
  await scene.stage.crm('PATCH', `${scene.kind.set}(${record.id})`, { donotbulkemail: out });
  scene.tell(`In Dynamics 365 ${person.name} ${out ? 'wants no bulk e-mail' : 'may get bulk e-mail again'}.`);
  person.optedOut = out;
  scene.model.touches(person);
}

async function deleteRecord(scene: Scene, person: Person): Promise<void> {
  const record = await scene.recordOf(person);
  if (!record) return;
  await scene.stage.crm('DELETE', `${scene.kind.set}(${record.id})`);
  scene.tell(`${person.name} is deleted in Dynamics 365.`);
  scene.model.records.delete(record.id);
  Object.assign(person, { recordId: null, optedOut: false, inactive: false, confused: true });
  scene.model.touches(person);
}

async function setState(scene: Scene, person: Person, active: boolean): Promise<void> {
  const record = await scene.recordOf(person);
  if (!record || (record.statecode === 0) === active) return;
  await scene.stage.crm('PATCH', `${scene.kind.set}(${record.id})`, {
    statecode: active ? 0 : scene.kind.inactive[0],
    statuscode: active ? 1 : scene.kind.inactive[1],
  });
  scene.tell(`${person.name} is ${active ? 'activated' : 'deactivated'} in Dynamics 365.`);
  person.inactive = !active;
  scene.model.touches(person);
}

async function qualify(scene: Scene, person: Person): Promise<void> {
  const record = await scene.recordOf(person);
  if (scene.kind.type !== 'lead' || !record || record.statecode !== 0) return;
  await scene.stage.crm('POST', `leads(${record.id})/Microsoft.Dynamics.CRM.QualifyLead`, {
    CreateAccount: false,
    CreateContact: true,
    CreateOpportunity: false,
    Status: 3,
  });
  scene.tell(`${person.name} is qualified in Dynamics 365.`);
  person.inactive = true;
  scene.model.touches(person);
}

async function merge(scene: Scene, person: Person, into: Person): Promise<void> {
  if (person === into || into.gone) return;
  const [double, survivor] = [await scene.recordOf(person), await scene.recordOf(into)];
  if (!double || !survivor || double.id === survivor.id) return;
  if (double.statecode !== 0 || survivor.statecode !== 0) return;
  await scene.stage.crm('POST', 'Merge', {
    Target: oData(scene, survivor.id),
    Subordinate: oData(scene, double.id),
    PerformParentingChecks: false,
  });
  scene.tell(`${person.name} is merged into ${into.name} in Dynamics 365.`);
  person.gone = true;
  into.confused = true;
  for (const where of [0, 1] as const)
    for (const label of person.standings[where].given) into.standings[where].given.add(label);
  into.addresses.push(...person.addresses);
  into.optedOut ||= person.optedOut;
  for (const part of ['first', 'last', 'phone'] as const) into.edits[part].push(...person.edits[part]);
  for (const where of [0, 1] as const) {
    const [lost, kept] = [person.standings[where], into.standings[where]];
    for (const [address, no] of lost.nos) kept.nos.set(address, no);
    kept.asked = Math.max(kept.asked, lost.asked);
    kept.takenOut ||= lost.takenOut;
  }
  scene.model.touches(into);
}

async function addressInCrm(scene: Scene, person: Person, another: number | null): Promise<void> {
  const record = await scene.recordOf(person);
  if (!record || isReadOnly(scene, record)) return;
  const other = another === null ? null : scene.model.people[another];
  if (other === person || other?.gone) return;
  const address = other?.addresses[0] ?? `${person.name.toLowerCase()}.${scene.model.deed}@${scene.model.domain}`;
  await scene.stage.crm('PATCH', `${scene.kind.set}(${record.id})`, { emailaddress1: address });
  scene.tell(`${person.name}'s address becomes ${address} in Dynamics 365.`);
  // Nobody can know that the member with the old address is the same person.
  const unseen = scene.places.some((_, where) => (scene.model.settled[where]?.byAny ?? -1) < person.writtenDown);
  if (!scene.model.started || unseen) person.confused = true;
  if (other) {
    person.confused = true;
    other.confused = true;
    scene.model.touches(other);
  } else {
    person.addresses.unshift(address);
  }
  scene.model.touches(person);
}

async function addressInMailchimp(scene: Scene, person: Person, where: 0 | 1): Promise<void> {
  const member = await scene.memberOf(person, where);
  if (!member || member.status === 'archived' || member.status === 'cleaned') return;
  const address = `${person.name.toLowerCase()}.${scene.model.deed}@${scene.model.domain}`;
  await play(scene, where, { email: member.address, do: 'upemail', new_email: address });
  scene.tell(`${person.name}'s address becomes ${address} in Mailchimp${of(scene, where)}.`);
  // Nobody can know the stranger of before again.
  if (!scene.model.started || !(await scene.recordOf(person))) person.confused = true;
  person.addresses.unshift(address);
  const { nos } = person.standings[where];
  const no = nos.get(member.address);
  // The person has another address now: what was said against the old one goes along.
  if (no) nos.set(address, no);
  nos.delete(member.address);
  scene.model.touches(person);
}

/** What a webhook does, of either side. */
async function hint(
  scene: Scene,
  person: Person,
  where: 0 | 1,
  { of: what, twice }: Extract<Deed, { do: 'hint' }>,
): Promise<void> {
  const { audienceId, listId } = scene.places[where]!;
  const personIds = person.recordId === null ? [] : [person.recordId];
  const one: Hint =
    what === 'audience'
      ? { of: what, audienceId }
      : what === 'list'
        ? { of: what, listId }
        : { of: what, type: scene.kind.type, personIds };
  const brought = await bringForward(scene.stage.services, twice ? [one, one] : [one]);
  if (twice) await bringForward(scene.stage.services, [one]);
  for (const { audienceId: id, created } of brought) {
    if (created) scene.model.under[id === scene.places[1]?.audienceId ? 1 : 0].oneSided = false;
  }
  scene.tell(`A webhook tells of a change of the ${what}${of(scene, where)}${twice ? ', and tells it again' : ''}.`);
}

const play = (scene: Scene, where: number, order: object) =>
  scene.stage.mailchimp('POST', 'play', { audience: scene.places[where]?.mailchimpId, ...order });

type MailchimpDeed = Extract<PeopleDeed, { where: number }> & {
  do: 'sign-up' | 'unsubscribe' | 'complain' | 'bounce' | 'archive' | 'vanish' | 'confirm';
};

async function inMailchimp(scene: Scene, person: Person, where: 0 | 1, deed: MailchimpDeed): Promise<void> {
  const { model } = scene;
  const member = await scene.memberOf(person, where);
  const status = member?.status ?? 'absent';
  const email = member?.address ?? person.addresses[0] ?? '';
  const address = email.toLowerCase();
  const standing = person.standings[where];
  const here = `Mailchimp${of(scene, where)}`;
  switch (deed.do) {
    case 'sign-up': {
      if (status === 'subscribed' || (status === 'pending' && deed.by === 'person')) return;
      await play(scene, where, {
        email,
        by: deed.by,
        do: 'subscribe',
        ...(member ? {} : { merge_fields: { FNAME: person.name, LNAME: `Form${model.deed}` } }),
      });
      if (!member) {
        const entered = { side: where, deed: model.deed, alone: false };
        person.edits.first.push({ ...entered, value: person.name });
        person.edits.last.push({ ...entered, value: `Form${model.deed}` });
      }
      const asked = model.terms.doubleOptIn && deed.by === 'person';
      scene.tell(
        deed.by === 'admin'
          ? `An administrator adds ${person.name} in ${here}.`
          : `${person.name} signs up in ${here}${asked ? ' and is asked to confirm' : ''}.`,
      );
      if (asked) {
        model.touches(person);
        return;
      }
      model.signsUp(person, where, address);
      model.moves(person, where, 'in', { on: 'mailchimp' });
      return;
    }
    case 'unsubscribe':
      if (status !== 'subscribed') return;
      await play(scene, where, { email, by: deed.by, do: 'unsubscribe' });
      scene.tell(
        deed.by === 'person'
          ? `${person.name} unsubscribes in ${here}.`
          : `An administrator unsubscribes ${person.name} in ${here}.`,
      );
      if (deed.by === 'person') model.saysNo(person, where, address, 'unsubscribed');
      else standing.takenOut = true;
      model.moves(person, where, 'out', { on: 'mailchimp', no: deed.by === 'person' });
      return;
    case 'complain':
    case 'bounce':
      if (status !== 'subscribed') return;
      await play(scene, where, { email, do: deed.do === 'bounce' ? 'clean' : 'complain' });
      scene.tell(
        deed.do === 'bounce' ? `Mail to ${person.name} bounces in ${here}.` : `${person.name} complains in ${here}.`,
      );
      model.saysNo(person, where, address, deed.do === 'bounce' ? 'bounced' : 'complained');
      model.moves(person, where, 'out', { on: 'mailchimp', no: true });
      return;
    case 'archive':
      if (!['subscribed', 'unsubscribed', 'cleaned'].includes(status)) return;
      await play(scene, where, { email, do: 'archive' });
      scene.tell(`An administrator archives ${person.name} in ${here}.`);
      standing.takenOut = true;
      if (status === 'subscribed') model.moves(person, where, 'out', { on: 'mailchimp' });
      return;
    case 'vanish': {
      if (status === 'absent') return;
      await play(scene, where, { email, do: 'delete' });
      scene.tell(`${person.name} (${status}) is deleted in ${here}.`);
      // What was never read is gone with the member; of a no, Mailchimp itself remembers the address.
      if (standing.nos.get(address)?.seen === false) standing.nos.delete(address);
      for (const part of ['first', 'last', 'phone'] as const) {
        const isRead = ({ side, deed: of }: FieldEdit) => side !== where || of <= model.settled[where].byAny;
        person.edits[part] = person.edits[part].filter(isRead);
      }
      standing.takenOut = true;
      if (status === 'subscribed') model.moves(person, where, 'out', { on: 'mailchimp', onlyFullRunsSee: true });
      else model.touches(person);
      return;
    }
    case 'confirm':
      if (status !== 'pending') return;
      await play(scene, where, { email, do: 'confirm' });
      scene.tell(`${person.name} confirms in ${here}.`);
      model.signsUp(person, where, address);
      model.moves(person, where, 'in', { on: 'mailchimp' });
      return;
  }
}

/** Carries out what people do on either side, where it can be done, and tells the model and the story of it. */

import type { Deed } from './history';
import type { Person } from './model';
import type { Contact, Scene } from './scene';

type PeopleDeed = Exclude<Deed, { do: 'run' }>;

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
        ? nameInCrm(scene, person, deed.part, deed.blank)
        : nameInMailchimp(scene, person, placeOf(scene, deed), deed.part, deed.blank);
    case 'opt-out':
    case 'opt-in':
      return optOut(scene, person, deed.do === 'opt-out');
    case 'delete':
      return deleteContact(scene, person);
    case 'deactivate':
    case 'reactivate':
      return setState(scene, person, deed.do === 'reactivate');
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
    case 'tag':
    case 'untag':
      return inMailchimp(scene, person, placeOf(scene, deed), deed);
  }
}

const placeOf = ({ places }: Scene, { where }: { where: number }): 0 | 1 => (where === 1 && places.length > 1 ? 1 : 0);
const of = ({ places }: Scene, where: number) => (places.length > 1 ? ` ${where}` : '');
const oData = (contactid: string) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid });

async function join(scene: Scene, person: Person, where: 0 | 1, told: boolean): Promise<void> {
  const { model } = scene;
  const contact = (await scene.contactOf(person)) ?? (await writeDown(scene, person));
  if (contact.statecode !== 0 || (await scene.onList(where)).has(contact.contactid)) return;
  await changeList(scene, 'AddListMembersList', contact.contactid, where);
  if (told) await tellPlugIn(scene, 'added', contact.contactid, where);
  scene.tell(`${person.name} is put on list${of(scene, where)}${told ? '' : ', which nobody tells'}.`);
  model.putOnList(person, where);
  model.moves(person, where, 'in');
}

async function leave(scene: Scene, person: Person, where: 0 | 1, told: boolean): Promise<void> {
  const contact = await scene.contactOf(person);
  if (!contact || !(await scene.onList(where)).has(contact.contactid)) return;
  await changeList(scene, 'RemoveListMembersList', contact.contactid, where);
  if (told) await tellPlugIn(scene, 'removed', contact.contactid, where);
  scene.tell(`${person.name} is taken off list${of(scene, where)}${told ? '' : ', which nobody tells'}.`);
  // Of somebody whom no run has seen on the list, only a message tells that they were there.
  if (!told && !scene.model.started) scene.model.touches(person);
  else scene.model.moves(person, where, 'out');
}

async function writeDown(scene: Scene, person: Person): Promise<Contact> {
  const created = await scene.stage.crm('POST', 'contacts', {
    firstname: person.name,
    lastname: `Written${scene.model.deed}`,
    emailaddress1: person.addresses[0],
  });
  const id = /\(([0-9a-f-]{36})\)/.exec(created.headers.get('OData-EntityId') ?? '')?.[1] ?? '';
  scene.model.contacts.add(id);
  person.contactId = id;
  scene.tell(`${person.name} is written down in Dynamics 365.`);
  const contact = await scene.contactOf(person);
  if (!contact) throw new Error(`${person.name} was not written down`);
  return contact;
}

async function changeList(scene: Scene, message: string, contactId: string, where: number): Promise<void> {
  await scene.stage.crm('POST', message, {
    List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: scene.places[where]?.listId },
    Members: [oData(contactId)],
  });
}

/** What the function marketing-list-changed stores. */
async function tellPlugIn(scene: Scene, kind: 'added' | 'removed', personId: string, where: number): Promise<void> {
  await scene.stage.services.crm.saveListEvents([
    {
      marketingListId: scene.places[where]?.listId ?? '',
      personId,
      personType: 'contact',
      kind,
      occurredOn: scene.stage.clock.now().toISOString(),
      byUserId: personId,
      operationId: `0e000000-0000-4000-8000-${String(scene.stage.next()).padStart(12, '0')}`,
    },
  ]);
}

async function nameInCrm(scene: Scene, person: Person, part: 'first' | 'last', blank: boolean): Promise<void> {
  const contact = await scene.contactOf(person);
  // Nobody can be without any name in Dynamics 365.
  if (!contact || (blank && part === 'last')) return;
  const value = blank ? '' : `${person.name}${scene.model.deed}`;
  await scene.stage.crm('PATCH', `contacts(${contact.contactid})`, {
    [part === 'first' ? 'firstname' : 'lastname']: value === '' ? null : value,
  });
  scene.tell(`${person.name}'s ${part} name becomes "${value}" in Dynamics 365.`);
  person.edits[part].push({ side: 'crm', value, deed: scene.model.deed });
}

async function nameInMailchimp(
  scene: Scene,
  person: Person,
  where: 0 | 1,
  part: 'first' | 'last',
  blank: boolean,
): Promise<void> {
  const member = await scene.memberOf(person, where);
  if (!member || member.status === 'archived') return;
  const value = blank ? '' : `${person.name}${scene.model.deed}`;
  await play(scene, where, {
    email: member.address,
    do: 'edit',
    merge_fields: { [part === 'first' ? 'FNAME' : 'LNAME']: value },
  });
  scene.tell(`${person.name}'s ${part} name becomes "${value}" in Mailchimp${of(scene, where)}.`);
  person.edits[part].push({ side: where, value, deed: scene.model.deed });
}

async function optOut(scene: Scene, person: Person, out: boolean): Promise<void> {
  const contact = await scene.contactOf(person);
  if (!contact || contact.donotbulkemail === out) return;
  await scene.stage.crm('PATCH', `contacts(${contact.contactid})`, { donotbulkemail: out });
  scene.tell(`In Dynamics 365 ${person.name} ${out ? 'wants no bulk e-mail' : 'may get bulk e-mail again'}.`);
  person.optedOut = out;
  scene.model.touches(person);
}

async function deleteContact(scene: Scene, person: Person): Promise<void> {
  const contact = await scene.contactOf(person);
  if (!contact) return;
  await scene.stage.crm('DELETE', `contacts(${contact.contactid})`);
  scene.tell(`${person.name} is deleted in Dynamics 365.`);
  scene.model.contacts.delete(contact.contactid);
  Object.assign(person, { contactId: null, optedOut: false, inactive: false, confused: true });
  scene.model.touches(person);
}

async function setState(scene: Scene, person: Person, active: boolean): Promise<void> {
  const contact = await scene.contactOf(person);
  if (!contact || (contact.statecode === 0) === active) return;
  await scene.stage.crm('PATCH', `contacts(${contact.contactid})`, {
    statecode: active ? 0 : 1,
    statuscode: active ? 1 : 2,
  });
  scene.tell(`${person.name} is ${active ? 'activated' : 'deactivated'} in Dynamics 365.`);
  person.inactive = !active;
  scene.model.touches(person);
}

async function merge(scene: Scene, person: Person, into: Person): Promise<void> {
  if (person === into || into.gone) return;
  const [double, survivor] = [await scene.contactOf(person), await scene.contactOf(into)];
  if (!double || !survivor || double.contactid === survivor.contactid) return;
  if (double.statecode !== 0 || survivor.statecode !== 0) return;
  await scene.stage.crm('POST', 'Merge', {
    Target: oData(survivor.contactid),
    Subordinate: oData(double.contactid),
    PerformParentingChecks: false,
  });
  scene.tell(`${person.name} is merged into ${into.name} in Dynamics 365.`);
  person.gone = true;
  into.confused = true;
  into.addresses.push(...person.addresses);
  into.optedOut ||= person.optedOut;
  for (const where of [0, 1] as const)
    for (const [address, no] of person.standings[where].nos) into.standings[where].nos.set(address, no);
  scene.model.touches(into);
}

async function addressInCrm(scene: Scene, person: Person, another: number | null): Promise<void> {
  const contact = await scene.contactOf(person);
  if (!contact) return;
  const other = another === null ? null : scene.model.people[another];
  if (other === person || other?.gone) return;
  const address = other?.addresses[0] ?? `${person.name.toLowerCase()}.${scene.model.deed}@${scene.model.domain}`;
  await scene.stage.crm('PATCH', `contacts(${contact.contactid})`, { emailaddress1: address });
  scene.tell(`${person.name}'s address becomes ${address} in Dynamics 365.`);
  // Nobody can know that the member with the old address is the same person.
  if (!scene.model.started) person.confused = true;
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
  if (!scene.model.started) person.confused = true;
  person.addresses.unshift(address);
  const { nos } = person.standings[where];
  const no = nos.get(member.address);
  if (no) nos.set(address, no);
  // Only a member that was seen before is known again by its new address.
  if (!scene.model.started) nos.delete(member.address);
  scene.model.touches(person);
}

const play = (scene: Scene, where: number, order: object) =>
  scene.stage.mailchimp('POST', 'play', { audience: scene.places[where]?.mailchimpId, ...order });

type MailchimpDeed = Extract<PeopleDeed, { where: number }> & {
  do: 'sign-up' | 'unsubscribe' | 'complain' | 'bounce' | 'archive' | 'vanish' | 'confirm' | 'tag' | 'untag';
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
      if (!member) person.edits.last.push({ side: where, value: `Form${model.deed}`, deed: model.deed });
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
      model.moves(person, where, 'in');
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
      model.moves(person, where, 'out');
      return;
    case 'complain':
    case 'bounce':
      if (status !== 'subscribed') return;
      await play(scene, where, { email, do: deed.do === 'bounce' ? 'clean' : 'complain' });
      scene.tell(
        deed.do === 'bounce' ? `Mail to ${person.name} bounces in ${here}.` : `${person.name} complains in ${here}.`,
      );
      model.saysNo(person, where, address, deed.do === 'bounce' ? 'bounced' : 'complained');
      model.moves(person, where, 'out');
      return;
    case 'archive':
      if (!['subscribed', 'unsubscribed', 'cleaned'].includes(status)) return;
      await play(scene, where, { email, do: 'archive' });
      scene.tell(`An administrator archives ${person.name} in ${here}.`);
      standing.takenOut = true;
      if (status === 'subscribed') model.moves(person, where, 'out');
      return;
    case 'vanish': {
      if (status === 'absent') return;
      await play(scene, where, { email, do: 'delete' });
      scene.tell(`${person.name} (${status}) is deleted in ${here}.`);
      // A no that was never read is gone with the member; Mailchimp itself remembers the address.
      if (standing.nos.get(address)?.seen === false) standing.nos.delete(address);
      standing.takenOut = true;
      if (status === 'subscribed') model.moves(person, where, 'out', true);
      else model.touches(person);
      return;
    }
    case 'confirm':
      if (status !== 'pending') return;
      await play(scene, where, { email, do: 'confirm' });
      scene.tell(`${person.name} confirms in ${here}.`);
      model.signsUp(person, where, address);
      model.moves(person, where, 'in');
      return;
    case 'tag':
    case 'untag':
      if (status !== 'subscribed') return;
      await play(scene, where, { email, do: deed.do, tag: 'VIP' });
      scene.tell(`${person.name} ${deed.do === 'tag' ? 'gets' : 'loses'} the tag VIP in ${here}.`);
  }
}

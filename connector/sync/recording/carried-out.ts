/** Which steps of a person's plan have really been carried out, told by the plan as it was made and as applying left it. */

import type { SaidFields } from '../../dataverse/port';
import type { DayCounts } from '../guard/day-counts';
import type { PersonPlan } from '../run/person-plan';
import type { FurtherMove } from '../run/row-labels';

export interface CarriedOut {
  /** The plan as it was made: applying writes what the services answered into its own copy. */
  planned: PersonPlan;
  after: PersonPlan;
  created: boolean;
  list: 'joined' | 'left' | null;
  namesToCrm: boolean;
  /** Merge tags of further fields. */
  fieldsToCrm: string[];
  /** The columns of the record that got the address of a member. */
  columns: boolean;
  /** The flag "no bulk e-mail". */
  flag: boolean;
  /** Further lists that the person joined or left. */
  further: FurtherMove[];
  addresses: { moved: boolean; names: boolean; fields: string[]; labels: boolean; renamed: boolean }[];
}

/** `after` is what has become of `planned` by applying it. */
export function carriedOut(planned: PersonPlan, after: PersonPlan): CarriedOut {
  const onList = after.addresses.some(({ row }) => row.onList);
  const joins = planned.crm === 'join' || planned.crm === 'create-and-join';
  const list = joins && onList ? 'joined' : planned.crm === 'leave' && !onList ? 'left' : null;
  const [first] = planned.addresses;
  const [firstAfter] = after.addresses;
  return {
    planned,
    after,
    created: planned.create !== null && after.personId !== null,
    list,
    namesToCrm: planned.names !== null && sameNames(first?.row.last.crm, firstAfter?.row.last.crm),
    fieldsToCrm: carriedTags(planned.fields, first?.row.last.crm, firstAfter?.row.last.crm),
    columns: planned.newAddresses !== null && after.newAddresses !== null,
    flag: planned.optOut !== null && after.optOut !== null,
    further: (planned.further ?? []).filter((_, index) => after.further?.[index]?.refused !== true),
    addresses: planned.addresses.map((address, index) => {
      const now = after.addresses[index];
      return {
        moved: address.move.do !== 'nothing' && now?.row.status === address.row.status,
        names: address.names !== null && sameNames(address.row.last.mailchimp, now?.row.last.mailchimp),
        fields: carriedTags(address.fields, address.row.last.mailchimp, now?.row.last.mailchimp),
        labels: address.labels !== undefined && now?.labels?.kept !== true,
        renamed: address.rename !== null && now?.row.address === address.rename.to,
      };
    }),
  };
}

/** As the guard counts: a no that takes somebody off the list and an opt-out that takes somebody out of Mailchimp are free. */
export function guardedPartsCarriedOut(done: CarriedOut): DayCounts {
  const { planned, created, list, addresses } = done;
  const rows = planned.addresses.map(({ row }) => row);
  const free =
    planned.crm === 'leave' ? rows.some(({ no }) => no !== null) : rows.some(({ reason }) => reason === 'opted-out');
  const moved = planned.addresses.filter((_, index) => addresses[index]?.moved);
  const leaving = moved.filter(({ move }) => move.do === 'archive' || move.do === 'unsubscribe');
  const asked = moved.filter(({ move }) => 'status' in move && move.status === 'pending');
  return {
    leaveList: list === 'left' && !free ? 1 : 0,
    leaveMailchimp: free ? 0 : Math.max(0, leaving.length - planned.folds),
    confirmations: asked.length,
    create: created ? 1 : 0,
    join: list === 'joined' ? 1 : 0,
    ...recordsCarriedOut(done),
    overwrites: planned.overwrites && isWritten(done) ? 1 : 0,
  };
}

function recordsCarriedOut({ planned, after, addresses, columns }: CarriedOut): DayCounts {
  const renamed = addresses.filter((address) => address.renamed).length;
  const rewritten = columns ? Object.keys(planned.newAddresses ?? {}).length : 0;
  return {
    renames: renamed + rewritten + planned.folds,
    optOuts: after.optOut?.move === 'set' ? 1 : 0,
  };
}

const isWritten = ({ namesToCrm, fieldsToCrm, addresses }: CarriedOut): boolean =>
  namesToCrm || fieldsToCrm.length > 0 || addresses.some(({ names, fields }) => names || fields.length > 0);

type Said = Pick<SaidFields, 'fields'> | null | undefined;

const carriedTags = (fields: object | null | undefined, planned: Said, after: Said): string[] =>
  Object.keys(fields ?? {}).filter((tag) => planned?.fields?.[tag] === after?.fields?.[tag]);

interface Names {
  firstName: string;
  lastName: string;
}

const sameNames = (one: Names | null | undefined, other: Names | null | undefined): boolean =>
  one?.firstName === other?.firstName && one?.lastName === other?.lastName;

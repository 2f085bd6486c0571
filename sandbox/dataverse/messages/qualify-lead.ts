import type { Call, Reply } from '../environment';
import { serviceRoot } from '../environment';
import { badPayload, DataverseError } from '../errors';
import { json } from '../http/reply';
import type { Table } from '../metadata/table';
import type { Reference, Row, Value } from '../store/row';
import { textOfValue } from '../store/row';
import { requireAccess } from '../privileges';
import { isObject, readJsonObject } from '../write/read-payload';
import { createRow, modificationOf } from '../write/save-row';
import { settleStatus } from '../write/state-and-status';
import { missingParameter, readEntity, unknownParameter } from './entity-parameter';

const flags = ['CreateAccount', 'CreateContact', 'CreateOpportunity'] as const;
const others = [
  'Status',
  'OpportunityCustomerId',
  'OpportunityCurrencyId',
  'SourceCampaignId',
  'ProcessInstanceId',
  'SuppressDuplicateDetection',
];

/** QualifyLead, bound to the lead: what it creates, and the lead closed. https://learn.microsoft.com/dynamics365/customer-engagement/web-api/qualifylead */
export function qualifyLead(call: Call, lead: Row): Reply {
  const table = call.env.model.table('lead');
  const payload = readJsonObject('leads', call.body);
  for (const name of Object.keys(payload)) {
    if (!flags.some((flag) => flag === name) && !others.includes(name)) throw unknownParameter('leads', name);
  }
  const [createAccount, createContact, createOpportunity] = flags.map((name) => readFlag(payload[name], name));
  const status = readStatus(table, payload['Status']);
  requireAccess(call.caller, 'Write', table, lead);
  if (Number(lead.values['statecode'] ?? 0) !== 0) {
    throw new DataverseError(400, '0x80040203', 'The lead is already closed.');
  }
  const origin = { originatingleadid: { table: 'lead', id: lead.id } };
  const account =
    createAccount === true
      ? create(call, 'account', { ...shared(call, lead, 'account'), ...accountName(lead), ...origin })
      : null;
  const contact =
    createContact === true ? create(call, 'contact', { ...shared(call, lead, 'contact'), ...parentOf(account) }) : null;
  const customer = readCustomer(call, payload['OpportunityCustomerId']) ?? account ?? contact;
  const opportunity =
    createOpportunity === true
      ? create(call, 'opportunity', {
          name: topic(lead),
          customerid: customer,
          parentaccountid: account,
          parentcontactid: contact,
          ...origin,
        })
      : null;
  close(call, table, lead, status, { account, contact, opportunity });
  return json(200, {
    '@odata.context': `${serviceRoot(call)}$metadata#Collection(Microsoft.Dynamics.CRM.crmbaseentity)`,
    value: [account, contact, opportunity].flatMap((made) =>
      made === null ? [] : [{ '@odata.type': `#Microsoft.Dynamics.CRM.${made.table}`, [`${made.table}id`]: made.id }],
    ),
  });
}

function readFlag(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw missingParameter(name);
  return value;
}

/** -1 leaves the choice to the platform. */
function readStatus(table: Table, value: unknown): number {
  if (typeof value !== 'number') throw missingParameter('Status');
  const settled = settleStatus(table, {}, { statecode: 1, statuscode: value === -1 ? null : value });
  return Number(settled['statuscode']);
}

function readCustomer(call: Call, value: unknown): Reference | null {
  if (value === undefined || value === null) return null;
  if (!isObject(value))
    throw badPayload('leads', "The parameter 'OpportunityCustomerId' must be an account or a contact.");
  return readEntity(call, 'leads', value);
}

function create(call: Call, name: string, values: Record<string, Value>): Reference {
  const row = createRow(call, call.env.model.table(name), { id: null, values });
  return { table: name, id: row.id };
}

/** Columns of the lead that the other table has too, as the attribute maps of the platform carry them over. */
function shared(call: Call, lead: Row, name: string): Record<string, Value> {
  const from = call.env.model.table('lead');
  const values: Record<string, Value> = {};
  for (const column of call.env.model.table(name).columns.values()) {
    const source = from.columns.get(column.name);
    const value = lead.values[column.name] ?? null;
    if (value === null || source === undefined || source.type !== column.type || notCarried.has(column.name)) continue;
    if (column.settable === 'always' && source.settable === 'always') values[column.name] = value;
  }
  return values;
}

const notCarried = new Set(['statecode', 'statuscode', 'processid', 'stageid', 'traversedpath', 'parentaccountid']);

const accountName = (lead: Row): Record<string, Value> => ({
  name: lead.values['companyname'] ?? lead.values['fullname'] ?? null,
});

const parentOf = (account: Reference | null): Record<string, Value> =>
  account === null ? {} : { parentcustomerid: account };

const topic = (lead: Row): string => textOfValue(lead.values['subject']) || textOfValue(lead.values['fullname']);

function close(
  call: Call,
  table: Table,
  lead: Row,
  status: number,
  made: Readonly<Record<'account' | 'contact' | 'opportunity', Reference | null>>,
): void {
  const changed = {
    statecode: 1,
    statuscode: status,
    ...(made.account === null ? {} : { parentaccountid: made.account }),
    ...(made.contact === null ? {} : { parentcontactid: made.contact }),
    ...(made.opportunity === null ? {} : { qualifyingopportunityid: made.opportunity }),
  };
  const row = call.env.store.put(table, lead.id, { ...lead.values, ...changed, ...modificationOf(call) });
  call.env.events.raise(call, { message: 'Update', table, row, before: lead, changed });
  call.env.events.raise(call, {
    message: 'QualifyLead',
    table,
    row,
    creates: {
      account: made.account !== null,
      contact: made.contact !== null,
      opportunity: made.opportunity !== null,
    },
    status,
  });
}

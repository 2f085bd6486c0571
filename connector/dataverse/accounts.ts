/** Mailchimp accounts as Dynamics 365 knows them: the name of the key's setting, never the key. */

import { choice, numberOf } from './choice';
import type { DataverseContext } from './context';
import { codes, DataverseRefusal } from './errors';
import type { AccountRow } from './port';
import { readAll } from './query';
import { requiredId, text, type Row } from './row';
import { tables } from './schema.generated';

const table = tables.mcs_account;

const columns = [
  table.id,
  'mcs_name',
  'mcs_mailchimpaccountid',
  'mcs_secretname',
  'mcs_organizationid',
  'mcs_connectionstatus',
];

export async function readAccounts({ client }: DataverseContext): Promise<AccountRow[]> {
  const rows = await readAll(client, { collection: table.set, select: columns, orderBy: ['mcs_name asc'] });
  return rows.map(toAccount);
}

export async function saveAccount(
  context: DataverseContext,
  account: Omit<AccountRow, 'id'> & { datacentre: string; error: string | null; checkedOn: string },
): Promise<string> {
  const known = await findAccount(context, account.mailchimpAccountId);
  const data = {
    mcs_name: account.name,
    mcs_secretname: account.secretName,
    mcs_organizationid: account.organizationId,
    mcs_connectionstatus: numberOf('mcs_connectionstatus', account.connectionStatus),
    mcs_datacentre: account.datacentre,
    mcs_error: account.error,
    mcs_lastcheck: account.checkedOn,
  };
  if (known !== null) {
    await context.client.call((api) => api.update({ collection: table.set, key: known, data }), { repeatable: true });
    return known;
  }
  try {
    const id = await context.client.call(
      (api) =>
        api.create<Row, string>({
          collection: table.set,
          data: { ...data, mcs_mailchimpaccountid: account.mailchimpAccountId },
        }),
      { repeatable: true },
    );
    return id.toLowerCase();
  } catch (error) {
    // The key on Mailchimp's account id keeps a second row away: somebody else, or a try of ours, was first.
    if (!(error instanceof DataverseRefusal) || error.refusalCode !== codes.keyViolated) throw error;
    const first = await findAccount(context, account.mailchimpAccountId);
    if (first === null) throw error;
    return first;
  }
}

export async function saveHeartbeat({ client }: DataverseContext, accountId: string, at: string): Promise<void> {
  await client.call((api) => api.update({ collection: table.set, key: accountId, data: { mcs_heartbeat: at } }), {
    repeatable: true,
  });
}

async function findAccount({ client }: DataverseContext, mailchimpAccountId: string): Promise<string | null> {
  const [row] = await readAll(client, {
    collection: table.set,
    select: [table.id],
    filter: `mcs_mailchimpaccountid eq '${mailchimpAccountId.replaceAll("'", "''")}'`,
  });
  return row === undefined ? null : requiredId(row, table.id);
}

function toAccount(row: Row): AccountRow {
  return {
    id: requiredId(row, table.id),
    name: text(row, 'mcs_name') ?? '',
    mailchimpAccountId: text(row, 'mcs_mailchimpaccountid') ?? '',
    secretName: text(row, 'mcs_secretname') ?? '',
    organizationId: text(row, 'mcs_organizationid'),
    connectionStatus: choice(row, 'mcs_connectionstatus', 'mcs_connectionstatus', 'not-checked'),
  };
}

/** Xrm.WebApi over the Web API of the same origin: https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/xrm-webapi */
type Row = Record<string, unknown>;

/** As the client API rejects: an object with the number and the sentence of the service. */
export class ServiceError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly errorCode: number,
  ) {
    super(message);
  }
}

export const webApi = {
  async retrieveRecord(table: string, id: string, options = ''): Promise<Row> {
    return (await call('GET', `${await setOf(table)}(${plain(id)})${options}`)) ?? {};
  },
  async retrieveMultipleRecords(
    table: string,
    options = '',
    maxPageSize?: number,
  ): Promise<{ entities: Row[]; nextLink: string | null }> {
    const target = options.startsWith('http') ? options : `${await setOf(table)}${options}`;
    const page = await call(
      'GET',
      target,
      undefined,
      maxPageSize === undefined ? '' : `odata.maxpagesize=${maxPageSize}`,
    );
    const next = page?.['@odata.nextLink'];
    return { entities: rowsOf(page), nextLink: typeof next === 'string' ? next : null };
  },
  async createRecord(table: string, data: Row): Promise<{ entityType: string; id: string }> {
    const created = await call('POST', await setOf(table), data, 'return=representation');
    const { idColumn } = await definitionOf(table);
    return { entityType: table, id: textOf(created?.[idColumn]) };
  },
  async updateRecord(table: string, id: string, data: Row): Promise<{ entityType: string; id: string }> {
    await call('PATCH', `${await setOf(table)}(${plain(id)})`, data);
    return { entityType: table, id: plain(id) };
  },
  async deleteRecord(table: string, id: string): Promise<{ entityType: string; id: string }> {
    await call('DELETE', `${await setOf(table)}(${plain(id)})`);
    return { entityType: table, id: plain(id) };
  },
  isAvailableOffline: () => false,
};

export const plain = (id: string): string => id.replace(/[{}]/g, '').toLowerCase();

export function rowsOf(page: Row | null): Row[] {
  const value = page?.['value'];
  return Array.isArray(value) ? value : [];
}

/** One request. Null where the service answers without a body. */
export async function call(method: string, path: string, body?: Row, prefer = ''): Promise<Row | null> {
  const answer = await fetch(new URL(path, `${location.origin}/api/data/v9.2/`), {
    method,
    headers: {
      accept: 'application/json',
      'odata-version': '4.0',
      'odata-maxversion': '4.0',
      prefer: ['odata.include-annotations="*"', prefer].filter((part) => part !== '').join(','),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'PATCH' ? { 'if-match': '*' } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const read: { error?: { code?: string; message?: string } } & Row = text === '' ? {} : JSON.parse(text);
  if (answer.ok) return text === '' ? null : read;
  const code = Number.parseInt(read.error?.code ?? '', 16);
  throw new ServiceError(read.error?.message ?? `Dataverse answered ${answer.status}.`, answer.status, code);
}

/** What a person may read of a value. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

interface Definition {
  set: string;
  idColumn: string;
  nameColumn: string;
}

const definitions = new Map<string, Promise<Definition>>();

export async function setOf(table: string): Promise<string> {
  return (await definitionOf(table)).set;
}

export function definitionOf(table: string): Promise<Definition> {
  const known = definitions.get(table) ?? readDefinition(table);
  definitions.set(table, known);
  known.catch(() => definitions.delete(table));
  return known;
}

async function readDefinition(table: string): Promise<Definition> {
  const answer = await call(
    'GET',
    `EntityDefinitions(LogicalName='${encodeURIComponent(table)}')?$select=LogicalName,EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute`,
  );
  return {
    set: textOf(answer?.['EntitySetName']) || `${table}s`,
    idColumn: textOf(answer?.['PrimaryIdAttribute']) || `${table}id`,
    nameColumn: textOf(answer?.['PrimaryNameAttribute']),
  };
}

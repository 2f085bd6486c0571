import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, SettingsError } from '../../connector/settings';

const complete = {
  DATAVERSE_URL: 'https://contoso.crm.dynamics.com/',
  DATAVERSE_AUTH: 'secret',
  AZURE_TENANT_ID: 'tenant',
  AZURE_CLIENT_ID: 'client',
  AZURE_CLIENT_SECRET: 'hush',
  MAILCHIMP_API_KEY: 'abcdef-us21',
  AzureWebJobsStorage: 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=b',
};

const standIns = {
  DATAVERSE_URL: 'http://127.0.0.1:5000',
  DATAVERSE_AUTH: 'token',
  DATAVERSE_TOKEN: 'stand-in-service',
  MAILCHIMP_API_KEY: 'stand-in-us1',
  MAILCHIMP_BASE_URL: 'http://127.0.0.1:5001',
};

function sentencesOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.sentences;
    throw error;
  }
  return [];
}

test('a complete environment', () => {
  expect(readSettings(complete)).toEqual({
    dataverse: {
      url: 'https://contoso.crm.dynamics.com',
      auth: { kind: 'secret', tenantId: 'tenant', clientId: 'client', secret: 'hush' },
    },
    mailchimp: [
      {
        secretName: 'MAILCHIMP_API_KEY',
        key: 'abcdef-us21',
        datacentre: 'us21',
        baseUrl: 'https://us21.api.mailchimp.com/3.0',
      },
    ],
    storage: { kind: 'connection-string', connectionString: complete.AzureWebJobsStorage },
    webhooks: { publicUrl: null, dataverseSecrets: [], mailchimpSecrets: [] },
    statusSecrets: [],
    memberDataProviders: null,
    telemetry: { connectionString: null },
  });
});

test('an empty environment names everything that is missing at once', () => {
  const sentences = sentencesOf({});
  for (const name of ['DATAVERSE_URL', 'DATAVERSE_AUTH', 'MAILCHIMP_API_KEY', 'AzureWebJobsStorage']) {
    expect(sentences.filter((sentence) => sentence.startsWith(`${name} is missing: `))).toHaveLength(1);
  }
  expect(sentences).toHaveLength(4);
});

test('the error is one that a person can act on', () => {
  expect(() => readSettings({})).toThrow(expect.objectContaining({ kind: 'misconfigured' }));
});

test('stand-ins on this machine use the storage emulator without being told', () => {
  const settings = readSettings(standIns);
  expect(settings.storage).toEqual({ kind: 'connection-string', connectionString: 'UseDevelopmentStorage=true' });
  expect(settings.mailchimp[0]?.baseUrl).toBe('http://127.0.0.1:5001/3.0');
  expect(settings.dataverse.auth).toEqual({ kind: 'token', token: 'stand-in-service' });
});

test('a real Mailchimp beside a stand-in of Dynamics 365 needs a storage account', () => {
  expect(sentencesOf({ ...standIns, MAILCHIMP_BASE_URL: undefined })).toEqual([
    expect.stringContaining('AzureWebJobsStorage is missing'),
  ]);
});

test('several Mailchimp accounts, each under its own name', () => {
  const { mailchimp } = readSettings({
    ...complete,
    MAILCHIMP_API_KEY: undefined,
    MAILCHIMP_API_KEY_SHOP: 'b-us2',
    MAILCHIMP_API_KEY_NEWS: 'a-us1',
  });
  expect(mailchimp.map(({ secretName, datacentre }) => [secretName, datacentre])).toEqual([
    ['MAILCHIMP_API_KEY_NEWS', 'us1'],
    ['MAILCHIMP_API_KEY_SHOP', 'us2'],
  ]);
});

test('two webhook secrets are accepted while one is being replaced', () => {
  const env = { ...complete, DATAVERSE_WEBHOOK_SECRET: 'new, old', PUBLIC_URL: 'https://app.azurewebsites.net' };
  expect(readSettings(env).webhooks).toMatchObject({
    publicUrl: 'https://app.azurewebsites.net',
    dataverseSecrets: ['new', 'old'],
  });
  expect(sentencesOf({ ...complete, MAILCHIMP_WEBHOOK_SECRET: 'a,b,c' })).toEqual([
    expect.stringContaining('3 secrets'),
  ]);
});

test.each([
  ['a key without a data centre', { MAILCHIMP_API_KEY: 'abcdef' }, 'MAILCHIMP_API_KEY has no data centre'],
  [
    'a Key Vault reference that was not resolved',
    { MAILCHIMP_API_KEY: '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/k/)' },
    'MAILCHIMP_API_KEY is a Key Vault reference',
  ],
  ['an address without http', { DATAVERSE_URL: 'contoso.crm.dynamics.com' }, 'DATAVERSE_URL is not a web address'],
  ['another protocol', { DATAVERSE_URL: 'ftp://contoso.crm.dynamics.com' }, 'DATAVERSE_URL is not a web address'],
  [
    'an address with a path',
    { DATAVERSE_URL: 'https://contoso.crm.dynamics.com/main.aspx' },
    'DATAVERSE_URL must name the host alone',
  ],
  [
    'another path than the version behind Mailchimp’s host',
    { MAILCHIMP_BASE_URL: 'https://proxy.example/mailchimp' },
    'MAILCHIMP_BASE_URL must name the host alone',
  ],
  ['an unknown way to sign in', { DATAVERSE_AUTH: 'password' }, 'DATAVERSE_AUTH is none of the known ways'],
  ['a fixed token for a real environment', { DATAVERSE_AUTH: 'token', DATAVERSE_TOKEN: 'x' }, 'on this machine only'],
  ['no client secret', { AZURE_CLIENT_SECRET: ' ' }, 'AZURE_CLIENT_SECRET is missing'],
  ['no tenant', { AZURE_TENANT_ID: undefined }, 'AZURE_TENANT_ID is missing'],
  ['storage that is no connection string', { AzureWebJobsStorage: 'mystorage' }, 'is not a connection string'],
])('%s is refused in one sentence', (_name, change, expected) => {
  expect(sentencesOf({ ...complete, ...change })).toEqual([expect.stringContaining(expected)]);
});

test('no sentence shows a secret', () => {
  const env = {
    ...complete,
    MAILCHIMP_API_KEY: 'topsecret',
    DATAVERSE_AUTH: 'hunter2',
    AzureWebJobsStorage: 'classified',
  };
  expect(sentencesOf(env).join(' ')).not.toMatch(/topsecret|hunter2|classified/);
});

test('a managed identity of Azure, for Dynamics 365 and for storage', () => {
  const settings = readSettings({
    ...complete,
    DATAVERSE_AUTH: 'managed-identity',
    AzureWebJobsStorage: undefined,
    AzureWebJobsStorage__accountName: 'contoso',
    AzureWebJobsStorage__clientId: 'identity',
  });
  expect(settings.dataverse.auth).toEqual({ kind: 'managed-identity', clientId: 'client' });
  expect(settings.storage).toEqual({
    kind: 'identity',
    blobServiceUrl: 'https://contoso.blob.core.windows.net',
    queueServiceUrl: 'https://contoso.queue.core.windows.net',
    clientId: 'identity',
  });
});

test('one of two storage addresses asks for the other', () => {
  const env = {
    ...complete,
    AzureWebJobsStorage: undefined,
    AzureWebJobsStorage__blobServiceUri: 'https://contoso.blob.core.windows.net',
  };
  expect(sentencesOf(env)).toEqual([expect.stringContaining('AzureWebJobsStorage__queueServiceUri is missing')]);
});

describe('a certificate', () => {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const thumbprint = 'ab'.repeat(32);
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  const path = join(folder, 'key.pem');
  writeFileSync(path, privateKey);
  afterAll(() => rmSync(folder, { recursive: true }));
  const env = { ...complete, DATAVERSE_AUTH: 'certificate', AZURE_CLIENT_CERTIFICATE_THUMBPRINT: thumbprint };

  test('from a file', () => {
    expect(readSettings({ ...env, AZURE_CLIENT_CERTIFICATE_PATH: path }).dataverse.auth).toEqual({
      kind: 'certificate',
      tenantId: 'tenant',
      clientId: 'client',
      pem: privateKey.trim(),
      thumbprintSha256: thumbprint,
    });
  });

  test('as text on one line', () => {
    const oneLine = privateKey.trim().replaceAll('\n', String.raw`\n`);
    expect(readSettings({ ...env, AZURE_CLIENT_CERTIFICATE_PEM: oneLine }).dataverse.auth).toMatchObject({
      pem: privateKey.trim(),
    });
  });

  test.each([
    ['a file that is not there', { AZURE_CLIENT_CERTIFICATE_PATH: join(folder, 'none.pem') }, 'cannot be read'],
    ['no certificate at all', {}, 'AZURE_CLIENT_CERTIFICATE_PATH is missing'],
    ['a PEM without a key', { AZURE_CLIENT_CERTIFICATE_PEM: '-----BEGIN CERTIFICATE-----' }, 'no private key'],
    [
      'a thumbprint that is none',
      { AZURE_CLIENT_CERTIFICATE_PATH: path, AZURE_CLIENT_CERTIFICATE_THUMBPRINT: 'abc' },
      'is not a SHA-256 thumbprint',
    ],
    [
      'neither thumbprint nor certificate',
      { AZURE_CLIENT_CERTIFICATE_PATH: path, AZURE_CLIENT_CERTIFICATE_THUMBPRINT: undefined },
      'AZURE_CLIENT_CERTIFICATE_THUMBPRINT is missing',
    ],
  ])('%s is refused in one sentence', (_name, change, expected) => {
    expect(sentencesOf({ ...env, ...change })).toEqual([expect.stringContaining(expected)]);
  });
});

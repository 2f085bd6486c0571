import { generateKeyPairSync } from 'node:crypto';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import type { DataverseAuth } from '../../../connector/dataverse/settings';
import { createTokenSource } from '../../../connector/dataverse/token';
import { json, startScriptedServer } from '../pacing/scripted-server';

const url = 'https://contoso.crm.dynamics.com';
const tenantId = '11111111-1111-1111-1111-111111111111';
const clientId = '22222222-2222-2222-2222-222222222222';

/** Answers as login.microsoftonline.com does, and remembers what it was asked for a token with. */
function signInService(
  answer: object = { token_type: 'Bearer', expires_in: 3600, access_token: 'the-token' },
  status = 200,
) {
  const asked: URLSearchParams[] = [];
  const respond = <T>(body: object, code = 200): Promise<NetworkResponse<T>> =>
    Promise.resolve({ headers: {}, body: JSON.parse(JSON.stringify(body)), status: code });
  const network: INetworkModule = {
    sendGetRequestAsync: <T>(address: string) => {
      const authority = `https://login.microsoftonline.com/${tenantId}`;
      return respond<T>(
        address.includes('openid-configuration')
          ? {
              token_endpoint: `${authority}/oauth2/v2.0/token`,
              issuer: `${authority}/v2.0`,
              authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
            }
          : { tenant_discovery_endpoint: `${authority}/v2.0/.well-known/openid-configuration`, metadata: [] },
      );
    },
    sendPostRequestAsync: <T>(_address: string, options?: NetworkRequestOptions) => {
      asked.push(new URLSearchParams(options?.body ?? ''));
      return respond<T>(answer, status);
    },
  };
  return { network, asked };
}

test('a fixed token is handed on', async () => {
  const token = createTokenSource({ url: 'http://127.0.0.1:1', auth: { kind: 'token', token: 'stand-in-service' } });
  await expect(token()).resolves.toBe('stand-in-service');
});

test('a client secret buys one token for the environment, once', async () => {
  const { network, asked } = signInService();
  const token = createTokenSource({ url, auth: { kind: 'secret', tenantId, clientId, secret: 'hush' } }, network);
  await expect(token()).resolves.toBe('the-token');
  await expect(token()).resolves.toBe('the-token');
  expect(asked).toHaveLength(1);
  expect(asked[0]?.get('scope')).toContain(`${url}/.default`);
  expect(asked[0]?.get('client_secret')).toBe('hush');
});

test('a certificate signs an assertion instead', async () => {
  const { network, asked } = signInService();
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const auth: DataverseAuth = {
    kind: 'certificate',
    tenantId,
    clientId,
    pem: privateKey,
    thumbprintSha256: 'ab'.repeat(32),
  };
  await expect(createTokenSource({ url, auth }, network)()).resolves.toBe('the-token');
  expect(asked[0]?.get('client_assertion')?.split('.')).toHaveLength(3);
  expect(asked[0]?.get('client_secret')).toBeNull();
});

test('a secret that has expired is a matter of settings', async () => {
  const { network } = signInService({ error: 'invalid_client', error_description: 'AADSTS7000222: expired' }, 401);
  const token = createTokenSource({ url, auth: { kind: 'secret', tenantId, clientId, secret: 'old' } }, network);
  await expect(token()).rejects.toMatchObject({
    kind: 'misconfigured',
    message: expect.stringContaining('could not sign in to Dynamics 365 (invalid_client)'),
  });
});

test('the identity of the function app needs no secret', async () => {
  const server = await startScriptedServer(
    json(200, {
      access_token: 'identity-token',
      expires_on: String(Math.floor(Date.now() / 1000) + 3600),
      resource: url,
      token_type: 'Bearer',
    }),
  );
  process.env['IDENTITY_ENDPOINT'] = `${server.url}/msi/token`;
  process.env['IDENTITY_HEADER'] = 'header';
  try {
    const token = createTokenSource({ url, auth: { kind: 'managed-identity', clientId } });
    await expect(token()).resolves.toBe('identity-token');
    await expect(token()).resolves.toBe('identity-token');
    expect(server.asked).toHaveLength(1);
    expect(decodeURIComponent(server.asked[0]?.path ?? '')).toContain(url);
    expect(server.asked[0]?.path).toContain(clientId);
  } finally {
    delete process.env['IDENTITY_ENDPOINT'];
    delete process.env['IDENTITY_HEADER'];
    await server.close();
  }
});

/**
 * How the service proves to Dynamics 365 who it is. msal-node keeps tokens in memory per instance, so there is one instance per
 * process and way of signing in, asked before every call.
 */

import { X509Certificate } from 'node:crypto';
import { ConfidentialClientApplication, ManagedIdentityApplication, type INetworkModule } from '@azure/msal-node';
import { ServiceError } from '../service-error';
import type { DataverseAuth, DataverseSettings } from './settings';

export type TokenSource = () => Promise<string>;

export function createTokenSource({ url, auth }: DataverseSettings, network?: INetworkModule): TokenSource {
  const acquire = acquireBy(url, auth, network);
  return async () => {
    let token: string | undefined;
    try {
      token = await acquire();
    } catch (error) {
      throw signInError(error);
    }
    if (token === undefined || token === '') throw signInError(undefined);
    return token;
  };
}

function acquireBy(
  url: string,
  auth: DataverseAuth,
  network: INetworkModule | undefined,
): () => Promise<string | undefined> {
  const system = network === undefined ? {} : { system: { networkClient: network } };
  if (auth.kind === 'token') return () => Promise.resolve(auth.token);
  if (auth.kind === 'managed-identity') {
    const application = new ManagedIdentityApplication({
      ...(auth.clientId === null ? {} : { managedIdentityIdParams: { userAssignedClientId: auth.clientId } }),
      ...system,
    });
    return async () => (await application.acquireToken({ resource: url })).accessToken;
  }
  const application = new ConfidentialClientApplication({
    auth: {
      clientId: auth.clientId,
      authority: `https://login.microsoftonline.com/${auth.tenantId}`,
      ...(auth.kind === 'secret' ? { clientSecret: auth.secret } : { clientCertificate: certificateOf(auth) }),
    },
    ...system,
  });
  return async () => (await application.acquireTokenByClientCredential({ scopes: [`${url}/.default`] }))?.accessToken;
}

function certificateOf(auth: Extract<DataverseAuth, { kind: 'certificate' }>) {
  const certificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(auth.pem)?.[0];
  const privateKey = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[^-]+-----END \1PRIVATE KEY-----/.exec(auth.pem)?.[0] ?? '';
  const thumbprintSha256 =
    auth.thumbprintSha256 ??
    (certificate === undefined
      ? ''
      : new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase());
  return { thumbprintSha256, privateKey };
}

function signInError(cause: unknown): ServiceError {
  const code =
    typeof cause === 'object' && cause !== null && 'errorCode' in cause ? String(cause.errorCode) : undefined;
  const unreachable = code !== undefined && /network|timeout|unavailable|endpoints_resolution/.test(code);
  const said = code === undefined ? '' : ` (${code})`;
  return unreachable
    ? new ServiceError(
        'transient',
        `The sign-in service of Microsoft could not be reached${said}; it is tried again later.`,
        { cause },
      )
    : new ServiceError(
        'misconfigured',
        `The service could not sign in to Dynamics 365${said}: check DATAVERSE_AUTH and the AZURE_ settings, and whether the secret or certificate has expired.`,
        { cause },
      );
}

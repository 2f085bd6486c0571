/** Which Dynamics 365 environment, and how the service proves who it is. */

import { readFileSync } from 'node:fs';
import { isLoopback, type Environment } from '../environment';

export interface DataverseSettings {
  /** Origin alone: `https://org.crm.dynamics.com`. */
  url: string;
  auth: DataverseAuth;
}

export type DataverseAuth =
  | { kind: 'managed-identity'; clientId: string | null }
  | { kind: 'certificate'; tenantId: string; clientId: string; pem: string; thumbprintSha256: string | null }
  | { kind: 'secret'; tenantId: string; clientId: string; secret: string }
  | { kind: 'token'; token: string };

const kinds = 'managed-identity, certificate, secret or (for an address on this machine) token';

export function readDataverseSettings(environment: Environment): DataverseSettings | undefined {
  const given = environment.required(
    'DATAVERSE_URL',
    'set the address of the Dynamics 365 environment, like https://org.crm.dynamics.com.',
  );
  const url = given === undefined ? undefined : environment.origin('DATAVERSE_URL', given);
  const auth = readAuth(environment, url);
  return url === undefined || auth === undefined ? undefined : { url, auth };
}

function readAuth(environment: Environment, url: string | undefined): DataverseAuth | undefined {
  const kind = environment.required('DATAVERSE_AUTH', `set it to ${kinds}.`);
  switch (kind) {
    case undefined:
      return undefined;
    case 'managed-identity':
      return { kind, clientId: environment.text('AZURE_CLIENT_ID') ?? null };
    case 'secret': {
      const registration = readRegistration(environment);
      const secret = environment.required(
        'AZURE_CLIENT_SECRET',
        'create a client secret for the app registration and set its value.',
      );
      return registration && secret !== undefined ? { kind, ...registration, secret } : undefined;
    }
    case 'certificate': {
      const registration = readRegistration(environment);
      const pem = readPem(environment);
      const thumbprintSha256 = readThumbprint(environment, pem);
      if (registration === undefined || pem === undefined || thumbprintSha256 === undefined) return undefined;
      return { kind, ...registration, pem, thumbprintSha256 };
    }
    case 'token': {
      const token = environment.required(
        'DATAVERSE_TOKEN',
        'set the token of the stand-in, or choose another DATAVERSE_AUTH.',
      );
      if (url !== undefined && !isLoopback(url)) {
        environment.wrong(
          'DATAVERSE_AUTH=token is for a stand-in on this machine only: use managed-identity, certificate or secret for a real environment.',
        );
        return undefined;
      }
      return token === undefined ? undefined : { kind, token };
    }
    default:
      environment.wrong(`DATAVERSE_AUTH is none of the known ways to sign in: set it to ${kinds}.`);
      return undefined;
  }
}

function readRegistration(environment: Environment): { tenantId: string; clientId: string } | undefined {
  const tenantId = environment.required('AZURE_TENANT_ID', 'set the directory (tenant) id of the app registration.');
  const clientId = environment.required('AZURE_CLIENT_ID', 'set the application (client) id of the app registration.');
  return tenantId === undefined || clientId === undefined ? undefined : { tenantId, clientId };
}

function readPem(environment: Environment): string | undefined {
  const inline = environment.text('AZURE_CLIENT_CERTIFICATE_PEM');
  const path = environment.text('AZURE_CLIENT_CERTIFICATE_PATH');
  let pem: string;
  if (inline !== undefined) {
    // Settings pages keep a value on one line.
    pem = inline.replaceAll(String.raw`\n`, '\n');
  } else if (path !== undefined) {
    try {
      pem = readFileSync(path, 'utf8').trim();
    } catch {
      environment.wrong(
        'AZURE_CLIENT_CERTIFICATE_PATH names a file that cannot be read: check the path and its permissions.',
      );
      return undefined;
    }
  } else {
    environment.required(
      'AZURE_CLIENT_CERTIFICATE_PATH',
      'set the path of a PEM file with the private key (or the PEM text itself as AZURE_CLIENT_CERTIFICATE_PEM).',
    );
    return undefined;
  }
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    environment.wrong('The certificate for Dynamics 365 holds no private key: use a PEM file that contains it.');
    return undefined;
  }
  return pem;
}

/** Null: to be computed from the certificate that stands in the PEM beside the key. */
function readThumbprint(environment: Environment, pem: string | undefined): string | null | undefined {
  const given = environment.text('AZURE_CLIENT_CERTIFICATE_THUMBPRINT')?.replaceAll(':', '');
  if (given !== undefined) {
    if (/^[0-9a-f]{64}$/i.test(given)) return given.toLowerCase();
    environment.wrong('AZURE_CLIENT_CERTIFICATE_THUMBPRINT is not a SHA-256 thumbprint: it has 64 hexadecimal digits.');
    return undefined;
  }
  if (pem === undefined || pem.includes('-----BEGIN CERTIFICATE-----')) return null;
  environment.wrong(
    'AZURE_CLIENT_CERTIFICATE_THUMBPRINT is missing: set the SHA-256 thumbprint of the certificate, or add the certificate itself to the PEM.',
  );
  return undefined;
}

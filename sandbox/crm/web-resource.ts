/**
 * Web resources at the platform's own paths and under its strict content security policy
 * (https://learn.microsoft.com/power-platform/admin/content-security-policy): a page that works here
 * needs nothing that the platform refuses. The platform's own hosts are this server, hence 'self' alone.
 */
import { literal, textOf, type WebApi } from './web-api';

export const strictPolicy = [
  "default-src 'self'",
  "script-src 'self' blob: data:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self' blob: data: wss:",
  "frame-src 'self' blob:",
  "base-uri 'none'",
  "frame-ancestors 'self' https://*.powerapps.com",
].join('; ');

export interface WebResource {
  contentType: string;
  content: Buffer;
}

/** Null when no solution brought a web resource of this name. */
export async function readWebResource(api: WebApi, name: string): Promise<WebResource | null> {
  const [row] = await api.rows(`webresourceset?$select=name,content,webresourcetype&$filter=name eq ${literal(name)}`);
  if (row === undefined) return null;
  return {
    contentType: contentTypes[Number(row['webresourcetype'])] ?? 'application/octet-stream',
    content: Buffer.from(textOf(row['content']), 'base64'),
  };
}

/** By the table's choice webresourcetype: https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/webresource */
const contentTypes: Readonly<Record<number, string>> = {
  1: 'text/html; charset=utf-8',
  2: 'text/css; charset=utf-8',
  3: 'text/javascript; charset=utf-8',
  4: 'text/xml; charset=utf-8',
  5: 'image/png',
  6: 'image/jpeg',
  7: 'image/gif',
  10: 'image/x-icon',
  11: 'image/svg+xml',
  12: 'application/json; charset=utf-8',
};

import type { Reply } from '../environment';
import type { DataverseError } from '../errors';

/** Answers in the shapes of the Web API. */
export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'OData-Version': '4.0', 'Content-Type': 'application/json; odata.metadata=minimal', ...headers },
  body: JSON.stringify(body),
});

export const noContent = (headers: Record<string, string> = {}): Reply => ({
  status: 204,
  headers: { 'OData-Version': '4.0', ...headers },
  body: '',
});

export const plainText = (body: string): Reply => ({
  status: 200,
  headers: { 'OData-Version': '4.0', 'Content-Type': 'text/plain' },
  body,
});

/** With all annotations asked for, errors say more. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors */
export function refusal(error: DataverseError, detailed: boolean): Reply {
  const details = detailed
    ? {
        '@Microsoft.PowerApps.CDS.ErrorDetails.HttpStatusCode': String(error.status),
        '@Microsoft.PowerApps.CDS.HelpLink': 'http://go.microsoft.com/fwlink/?LinkID=398563',
        '@Microsoft.PowerApps.CDS.TraceText': '',
        '@Microsoft.PowerApps.CDS.InnerError.Message': error.message,
      }
    : {};
  return json(error.status, { error: { code: error.code, message: error.message, ...details } });
}

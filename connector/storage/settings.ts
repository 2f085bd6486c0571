/** Where queue, leases and plans live: the storage account that Azure Functions needs anyway. */

import type { Environment } from '../environment';

export type StorageSettings =
  | { kind: 'connection-string'; connectionString: string }
  | { kind: 'identity'; blobServiceUrl: string; queueServiceUrl: string; clientId: string | null };

/** `onThisMachine`: both services are stand-ins on this machine, so the storage emulator may stand in as well. */
export function readStorageSettings(environment: Environment, onThisMachine: boolean): StorageSettings | undefined {
  const connectionString = environment.text('AzureWebJobsStorage');
  if (connectionString !== undefined) {
    if (
      !/(^|;)(UseDevelopmentStorage=true|AccountName=|BlobEndpoint=|SharedAccessSignature=)/i.test(connectionString)
    ) {
      environment.wrong(
        'AzureWebJobsStorage is not a connection string of a storage account: copy it from the account (Access keys), or use AzureWebJobsStorage__accountName with a managed identity.',
      );
      return undefined;
    }
    return { kind: 'connection-string', connectionString };
  }
  // https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
  const accountName = environment.text('AzureWebJobsStorage__accountName');
  const blobServiceUrl =
    environment.text('AzureWebJobsStorage__blobServiceUri') ??
    (accountName && `https://${accountName}.blob.core.windows.net`);
  const queueServiceUrl =
    environment.text('AzureWebJobsStorage__queueServiceUri') ??
    (accountName && `https://${accountName}.queue.core.windows.net`);
  if (blobServiceUrl !== undefined && queueServiceUrl !== undefined) {
    const clientId = environment.text('AzureWebJobsStorage__clientId') ?? null;
    return { kind: 'identity', blobServiceUrl, queueServiceUrl, clientId };
  }
  if (blobServiceUrl !== undefined || queueServiceUrl !== undefined) {
    const missing = blobServiceUrl === undefined ? 'blobServiceUri' : 'queueServiceUri';
    environment.wrong(
      `AzureWebJobsStorage__${missing} is missing: set it beside the other address of the same storage account.`,
    );
    return undefined;
  }
  if (onThisMachine) return { kind: 'connection-string', connectionString: 'UseDevelopmentStorage=true' };
  environment.required(
    'AzureWebJobsStorage',
    'set the connection string of a storage account, or AzureWebJobsStorage__accountName to use a managed identity.',
  );
  return undefined;
}

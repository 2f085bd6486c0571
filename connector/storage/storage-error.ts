/** Why the storage account cannot be used at all, in a sentence for whoever runs the service. */

import { ServiceError } from '../service-error';
import { statusOf } from './status-of';

export function storageError(error: unknown): unknown {
  const status = statusOf(error);
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (status === 401 || status === 403) {
    return new ServiceError(
      'misconfigured',
      'The storage account refuses the service: check AzureWebJobsStorage, or give the identity the roles Storage Blob Data Owner and Storage Queue Data Contributor.',
      { cause: error, status },
    );
  }
  if (status === undefined && /^(E[A-Z]+|REQUEST_SEND_ERROR)$/.test(code)) {
    return new ServiceError(
      'transient',
      'The storage account could not be reached: check AzureWebJobsStorage, and on your own machine start Azurite.',
      { cause: error, code },
    );
  }
  return error;
}

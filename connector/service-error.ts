/** What went wrong with a service as a whole. A single person that is refused is data and never comes this way. */

export type ServiceErrorKind = 'throttled' | 'transient' | 'refused' | 'misconfigured' | 'not-found' | 'bug';

export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    readonly kind: ServiceErrorKind,
    /** One sentence for the person who reads it: what is wrong and what to do. Never holds an address or a secret. */
    sentence: string,
    options?: { cause?: unknown; status?: number; code?: string },
  ) {
    super(sentence, options && 'cause' in options ? { cause: options.cause } : undefined);
    this.status = options?.status;
    this.code = options?.code;
  }

  readonly status: number | undefined;
  /** The service's own code or title, e.g. `0x80040302` or `Resource Not Found`. */
  readonly code: string | undefined;
}

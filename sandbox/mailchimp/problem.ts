/**
 * Refusals as Mailchimp words them.
 * https://mailchimp.com/developer/marketing/docs/errors/
 */

export interface FieldError {
  field: string;
  message: string;
}

export interface ProblemOptions {
  /** "Member Exists" and "Forgotten Email Not Subscribed" carry no type. */
  withoutType?: boolean;
  errors?: FieldError[];
  headers?: Record<string, string>;
}

export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: FieldError[];
  readonly headers: Record<string, string>;
  readonly #withoutType: boolean;

  constructor(status: number, title: string, detail: string, options: ProblemOptions = {}) {
    super(`${status} ${title}: ${detail}`);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
    this.#withoutType = options.withoutType ?? false;
  }

  document(instance: string): Record<string, unknown> {
    return {
      ...(this.#withoutType ? {} : { type: 'https://mailchimp.com/developer/marketing/docs/errors/' }),
      title: this.title,
      status: this.status,
      detail: this.detail,
      instance,
      ...(this.errors.length > 0 ? { errors: this.errors } : {}),
    };
  }
}

export function notFound(): Problem {
  return new Problem(404, 'Resource Not Found', 'The requested resource could not be found.');
}

export function notBuilt(what: string): Problem {
  return new Problem(501, 'Not Implemented', `The Mailchimp stand-in does not implement ${what}.`);
}

/** The request is well formed but says something impossible; `errors` names the places. */
export function invalid(...errors: FieldError[]): Problem {
  const detail = "The resource submitted could not be validated. For field-specific details, see the 'errors' array.";
  return new Problem(400, 'Invalid Resource', detail, { errors });
}

export function invalidSentence(detail: string): Problem {
  return new Problem(400, 'Invalid Resource', detail);
}

export function memberExists(address: string): Problem {
  const detail = `${address} is already a list member. Use PUT to insert or update list members.`;
  return new Problem(400, 'Member Exists', detail, { withoutType: true });
}

export function inComplianceState(address: string, withType: boolean): Problem {
  const detail = `${address} is in a compliance state due to unsubscribe, bounce, or compliance review and cannot be subscribed.`;
  return new Problem(400, 'Member In Compliance State', detail, { withoutType: !withType });
}

export function forgotten(address: string): Problem {
  const detail = `${address} was permanently deleted and cannot be re-imported. The contact must re-subscribe to get back on the list.`;
  return new Problem(400, 'Forgotten Email Not Subscribed', detail, { withoutType: true });
}

export function tooManySignups(address: string): Problem {
  return invalidSentence(
    `${address} has signed up to a lot of lists very recently; we're not allowing more signups for now`,
  );
}

export function cannotArchive(): Problem {
  const detail = 'This list member cannot be removed. Can not archive a contact that is bounced, pending or archived';
  return new Problem(405, 'Method Not Allowed', detail, { headers: { Allow: 'GET, PUT' } });
}

export function methodNotAllowed(allowed: string[]): Problem {
  const detail =
    "The requested method and resource are not compatible. See the Allow header for this resource's available methods.";
  return new Problem(405, 'Method Not Allowed', detail, { headers: { Allow: allowed.join(', ') } });
}

export function keyMissing(): Problem {
  return new Problem(401, 'API Key Missing', 'Your request did not include an API key.');
}

export function keyInvalid(): Problem {
  const detail = "Your API key may be invalid, or you've attempted to access the wrong datacenter.";
  return new Problem(401, 'API Key Invalid', detail);
}

export function tooManyRequests(limit: number, headers: Record<string, string>): Problem {
  const detail = `You have exceeded the limit of ${limit} simultaneous connections.`;
  return new Problem(429, 'TooManyRequests', detail, { headers });
}

/** The words are not known; a limit on pending webhooks is worded so. */
export function tooManyBatches(limit: number): Problem {
  return new Problem(429, 'TooManyRequests', `You have more than ${limit} pending batches.`);
}

export function unreadableJson(): Problem {
  const detail =
    'We encountered an unspecified JSON parsing error. This means that your JSON formatting is incorrect, most likely because of a missing/extra comma or bracket.';
  return new Problem(400, 'JSONParseError', detail);
}

export function internalError(detail: string): Problem {
  return new Problem(500, 'InternalServerError', detail);
}

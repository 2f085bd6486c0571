import { DOMParser } from '@xmldom/xmldom';
import { findRow } from '../environment';
import { DataverseError, invalidArgument, missingRow, notImplemented } from '../errors';
import type { Value } from '../store/row';
import { isReference, textOfValue } from '../store/row';
import type { Actor } from './actor';
import type { TableRules } from './table-rules';

type Values = Readonly<Record<string, Value>>;

export const webhookContract = 8;
export const authTypes = { webhookKey: 4, httpHeader: 5, httpQueryString: 6 } as const;

/** Only webhooks, and only to this machine while the switch does not say otherwise. */
export const endpointRules: TableRules = {
  creating: checkEndpoint,
  updating: checkEndpoint,
};

function checkEndpoint({ env }: Actor, values: Values): Record<string, Value> {
  if (values['contract'] !== webhookContract)
    throw notImplemented(`service endpoints of contract ${JSON.stringify(values['contract'])}`);
  const url = values['url'];
  if (typeof url !== 'string' || !URL.canParse(url))
    throw invalidArgument('The URL of the service endpoint is not valid.');
  const { protocol, hostname, port } = new URL(url);
  if (env.switches.webhookAddresses === 'standard-ports') {
    if (port !== '')
      throw invalidArgument('The URL of the service endpoint is not valid: only ports 80 and 443 are allowed.');
  } else if (protocol !== 'http:' || hostname !== '127.0.0.1') {
    throw notImplemented('webhooks to any other address than http://127.0.0.1');
  }
  const authValue = values['authvalue'] ?? null;
  const authType = values['authtype'];
  if (authType === authTypes.httpHeader || authType === authTypes.httpQueryString) {
    if (typeof authValue !== 'string' || readSettings(authValue) === null) throw invalidAuthValue(authType);
  } else if (authType !== authTypes.webhookKey) {
    throw invalidArgument('Webhooks need the authtype WebhookKey, HttpHeader or HttpQueryString.');
  }
  return { isauthvalueset: authValue !== null };
}

const invalidAuthValue = (authType: number) =>
  authType === authTypes.httpHeader
    ? new DataverseError(
        400,
        '0x80050203',
        'The webhook call failed because of invalid http headers in authValue. Check if the authValue format, header names and values are valid for your Service Endpoint entity.',
      )
    : new DataverseError(
        400,
        '0x80050204',
        'The webhook call failed because of invalid http query params in authValue. Check if the authValue format, query parameter names and values are valid for your Service Endpoint entity.',
      );

/** `<settings><setting name="x" value="y"/></settings>`; null when it is anything else. */
export function readSettings(authValue: string): [string, string][] | null {
  if (!authValue.trim().startsWith('<settings')) return null;
  try {
    const root = new DOMParser({ onError: () => undefined }).parseFromString(authValue, 'text/xml').documentElement;
    const settings = [...(root?.getElementsByTagName('setting') ?? [])];
    if (settings.length === 0) return null;
    return settings.map((setting) => [setting.getAttribute('name') ?? '', setting.getAttribute('value') ?? '']);
  } catch {
    return null;
  }
}

export const stepRules: TableRules = {
  creating: (actor, values) => {
    const message = values['sdkmessageid'];
    const handler = values['eventhandler'];
    if (!isReference(message)) throw invalidArgument("Required field 'sdkmessageid' is missing.");
    if (!isReference(handler)) throw invalidArgument("Required field 'eventhandler' is missing.");
    checkStep(values);
    const name = textOfValue(findRow(actor.env, 'sdkmessage', message.id)?.values['name']);
    if (name.endsWith('Multiple')) throw notImplemented(`steps on the message '${name}'`);
    const filter = values['sdkmessagefilterid'];
    if (isReference(filter)) {
      const known = findRow(actor.env, 'sdkmessagefilter', filter.id);
      if (known === undefined) throw missingRow('sdkmessagefilter', filter.id);
      const owner = known.values['sdkmessageid'];
      if (!isReference(owner) || owner.id !== message.id) {
        throw invalidArgument('The sdkmessagefilter does not belong to the sdkmessage of the step.');
      }
      if (known.values['iscustomprocessingstepallowed'] !== true) {
        throw invalidArgument('Custom SdkMessageProcessingStep is not allowed on the specified message and entity.');
      }
    }
    return {};
  },
  updating: (_actor, values) => {
    checkStep(values);
    return {};
  },
};

function checkStep(values: Values): void {
  if (values['mode'] !== 1) throw notImplemented('synchronous steps');
  if (values['stage'] !== 40) throw notImplemented(`steps of stage ${JSON.stringify(values['stage'])}`);
  if ((values['configuration'] ?? null) !== null) throw invalidArgument('Webhook steps have no configuration.');
}

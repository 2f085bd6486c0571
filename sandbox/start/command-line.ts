/** What `npm start` was asked for. */
import { parseArgs } from 'node:util';
import type { ExportFiles } from '../exports/export-seed';
import type { PersonType } from '../seeds/sample';

export interface StartOrder {
  help: boolean;
  once: boolean;
  json: boolean;
  verbose: boolean;
  personType: PersonType;
  /** Of the CRM shell; absent: 8080 or the next free one. */
  port?: number;
  /** Absent: the sample. */
  exports?: ExportFiles;
}

export const startHelp = `npm start [-- OPTIONS]

Starts stand-ins for Dynamics 365 and Mailchimp, storage and the functions on this machine, runs a first sync of the
sample audience, prints who went where and why, and stays with the CRM in the browser. Nothing leaves this machine.

  --once                      end after the table; the exit code is 0 when both runs were completed, else 1
  --json                      with --once: print one JSON document and nothing else
  --lead                      tie the audience to a list of leads instead of contacts
  --port P                    port of the CRM in the browser (8080, or the next free one)
  --verbose                   show what the functions write

Rehearse a first sync on your own data, with files exported from both products (CSV, Excel, or Mailchimp's zip) or a backup:
  --mailchimp-export FILES    the files of Audience > Export audience; several are separated by spaces
  --contacts FILE             contacts exported from Dynamics 365, or
  --leads FILE                leads exported from Dynamics 365
  --list-members FILE         the members of the marketing list, exported from the list itself

  --help                      print this
`;

/** Throws an Error with one sentence when something is not understood. */
export function readStartOrder(words: readonly string[]): StartOrder {
  const { values, positionals } = parse(words);
  const { contacts, leads, 'list-members': listMembers } = values;
  const mailchimp = [...(values['mailchimp-export'] ?? []), ...positionals];
  if (positionals.length > 0 && !values['mailchimp-export']) {
    throw new Error(`"${positionals[0]}" is not understood: see npm start -- --help.`);
  }
  if (values.json && !values.once) throw new Error('--json needs --once: one document is printed at the end.');
  if (contacts !== undefined && leads !== undefined) throw new Error('Name either --contacts or --leads, not both.');
  if (contacts !== undefined && values.lead) throw new Error('--lead does not go with --contacts: name --leads FILE.');
  if (listMembers !== undefined && contacts === undefined && leads === undefined) {
    throw new Error('--list-members needs --contacts or --leads: the people whom the list names.');
  }
  const personType = values.lead || leads !== undefined ? 'lead' : 'contact';
  const people = contacts ?? leads;
  const rehearsal = mailchimp.length > 0 || people !== undefined;
  return {
    help: values.help ?? false,
    once: values.once ?? false,
    json: values.json ?? false,
    verbose: values.verbose ?? false,
    personType,
    ...(values.port === undefined ? {} : { port: readPort('--port', values.port) }),
    ...(rehearsal
      ? {
          exports: {
            personType,
            mailchimp,
            ...(people === undefined ? {} : { people }),
            ...(listMembers === undefined ? {} : { listMembers }),
          },
        }
      : {}),
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        help: { type: 'boolean' },
        once: { type: 'boolean' },
        json: { type: 'boolean' },
        lead: { type: 'boolean' },
        verbose: { type: 'boolean' },
        port: { type: 'string' },
        'mailchimp-export': { type: 'string', multiple: true },
        contacts: { type: 'string' },
        leads: { type: 'string' },
        'list-members': { type: 'string' },
      },
    });
  } catch (cause) {
    throw new Error(notUnderstood(cause, 'npm start'), { cause });
  }
}

/** Node's own sentence, without its advice about positional arguments, and where to read more. */
export function notUnderstood(cause: unknown, command: string): string {
  const message =
    typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : String(cause);
  return `${(message.split('. ')[0] ?? '').replace(/\.$/, '')}: see ${command} -- --help.`;
}

/** Throws an Error with one sentence when it is no port. */
export function readPort(option: string, text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new Error(`${option} must be a number from 0 to 65535, and "${text}" is not.`);
  }
  return port;
}

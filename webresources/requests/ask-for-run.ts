/** Whatever a person wants done is a row of Sync Run; the service looks at who created it and answers on the row. */
import { choices, tables, type Choice } from '../schema.generated';
import { textOf, type WebApi } from '../web-api';

export interface AskedRun {
  mode: Choice<'mcs_runmode'>;
  audience: { id: string; name: string } | null;
  /** What is wanted beyond the mode. */
  wish?: Readonly<Record<string, unknown>>;
  consentConfirmed?: boolean;
}

/** Answers the id of the run. */
export async function askForRun(api: WebApi, { audience, consentConfirmed, mode, wish }: AskedRun): Promise<string> {
  const body: Record<string, string | number | boolean> = {
    mcs_name: `${audience?.name ?? 'Mailchimp'}: ${runNames[mode]}`.slice(
      0,
      tables.mcs_syncrun.columns.mcs_name.maxLength,
    ),
    mcs_mode: choices.mcs_runmode[mode],
    mcs_trigger: choices.mcs_runtrigger.person,
    mcs_status: choices.mcs_runstatus.requested,
    mcs_consentconfirmed: consentConfirmed ?? false,
  };
  if (wish !== undefined) body['mcs_proposedsettings'] = JSON.stringify(wish);
  if (audience !== null) body['mcs_audienceid@odata.bind'] = `/${tables.mcs_audience.set}(${audience.id})`;
  return textOf(await api.create(tables.mcs_syncrun.set, body), 'mcs_syncrunid') ?? '';
}

/** Names of rows, as everybody sees them: not in the language of whoever asks. */
const runNames: Readonly<Record<Choice<'mcs_runmode'>, string>> = {
  sync: 'sync',
  full: 'full sync',
  preview: 'preview',
  refresh: 'get audiences',
  backup: 'backup',
  undo: 'undo',
  cancel: 'cancel',
};

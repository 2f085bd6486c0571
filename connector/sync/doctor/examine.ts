/** Looks at everything that the service leans on, in order, and changes nothing. */

import { createInspection } from '../../dataverse/inspection';
import { createTokenSource } from '../../dataverse/token';
import type { Env } from '../../environment';
import { ServiceError } from '../../service-error';
import { readSettings, SettingsError, type Settings } from '../../settings';
import { connect } from '../connect';
import { bad, good, type Check, type Finding, type Patient } from './check';
import { dynamics } from './dynamics';
import { mailchimpKeys } from './mailchimp-keys';
import { mergeFields } from './merge-fields';
import { permissions } from './permissions';
import { runs } from './runs';
import { storage } from './storage';
import { tablesCheck } from './tables';
import { webhooks } from './webhooks';

export interface Examination {
  name: string;
  findings: Finding[];
}

const checks: readonly Check[] = [
  storage,
  dynamics,
  permissions,
  tablesCheck,
  mailchimpKeys,
  webhooks,
  mergeFields,
  runs,
];

/** Never throws for what is wrong with the patient. */
export async function examine(env: Env, now?: () => Date): Promise<Examination[]> {
  let settings: Settings;
  try {
    settings = readSettings(env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return [{ name: 'Settings', findings: error.sentences.map(bad) }];
  }
  const token = createTokenSource(settings.dataverse);
  const services = { ...connect(settings, token), ...(now ? { now } : {}) };
  const patient: Patient = { settings, services, inspection: createInspection(settings.dataverse, token) };
  const examinations: Examination[] = [{ name: 'Settings', findings: [good('All settings are understood.')] }];
  /** By name, with the check under which the cause was found. */
  const ill = new Map<string, string>();
  for (const check of checks) {
    const hidden = check.after.find((name) => ill.has(name));
    const root = hidden === undefined ? undefined : ill.get(hidden);
    const findings = root === undefined ? await lookSafely(check, patient) : [notSeen(root)];
    if (root !== undefined || findings.some(({ level }) => level === 'bad')) ill.set(check.name, root ?? check.name);
    examinations.push({ name: check.name, findings });
  }
  return examinations;
}

export const isWell = (examinations: readonly Examination[]): boolean =>
  examinations.every(({ findings }) => findings.every(({ level }) => level !== 'bad'));

async function lookSafely(check: Check, patient: Patient): Promise<Finding[]> {
  try {
    return await check.look(patient);
  } catch (error) {
    if (error instanceof ServiceError && error.kind !== 'bug') return [bad(error.message)];
    throw error;
  }
}

const notSeen = (root: string): Finding => ({
  level: 'note',
  sentence: `Not looked at, because of what was found under ${root}.`,
});

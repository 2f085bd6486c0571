/** The services of this process, made when the first invocation needs them: nothing may happen, or fail, while the app is loaded. */

import { createTokenSource, type TokenSource } from '../connector/dataverse/token';
import { readSettings, type Settings } from '../connector/settings';
import { connect } from '../connector/sync/connect';
import type { Services } from '../connector/sync/run/services';

interface Process {
  settings: Settings;
  token: TokenSource;
  services: Services;
}

let begun: Process | undefined;

function begin(): Process {
  const settings = readSettings(process.env);
  const token = createTokenSource(settings.dataverse);
  return { settings, token, services: connect(settings, token) };
}

const current = (): Process => (begun ??= begin());

export const currentSettings = (): Settings => current().settings;

export const currentServices = (): Services => current().services;

/** A run counts its own calls, apart from what the other functions of the process do meanwhile. */
export const servicesOfRun = (): Services => connect(current().settings, current().token);

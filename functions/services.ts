/** The services of this process, made when the first invocation needs them: nothing may happen, or fail, while the app is loaded. */

import { readSettings, type Settings } from '../connector/settings';
import { connect } from '../connector/sync/connect';
import type { Services } from '../connector/sync/services';

let settings: Settings | undefined;
let services: Services | undefined;

export const currentSettings = (): Settings => (settings ??= readSettings(process.env));

export const currentServices = (): Services => (services ??= connect(currentSettings()));

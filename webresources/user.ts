/**
 * The person at the screen as the platform describes her: https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/xrm-utility/getglobalcontext/usersettings
 * Everything is optional, because a page of the site map is promised little.
 */
import { chooseFormats } from './formats';
import { chooseLanguage } from './texts/language';

export interface GlobalContext {
  getClientUrl?: () => string;
  userSettings?: {
    userId?: string;
    languageId?: number;
    dateFormattingInfo?: { ShortDatePattern?: string; ShortTimePattern?: string };
    getTimeZoneOffsetMinutes?: (at?: Date) => number;
  };
}

/** Makes texts, numbers and times those of the user. Answers her id, null where it is not told. */
export function recognizeUser(context: GlobalContext | undefined, browserLanguages: readonly string[]): string | null {
  const settings = context?.userSettings;
  const language = chooseLanguage(settings?.languageId);
  const offset = settings?.getTimeZoneOffsetMinutes;
  chooseFormats({
    language: browserLanguages.find((one) => one.toLowerCase().startsWith(language) && isLocale(one)) ?? language,
    zoneOffset: offset === undefined ? null : (at) => offset.call(settings, at),
    datePattern: settings?.dateFormattingInfo?.ShortDatePattern ?? null,
    timePattern: settings?.dateFormattingInfo?.ShortTimePattern ?? null,
  });
  return settings?.userId?.replaceAll(/[{}]/g, '').toLowerCase() ?? null;
}

/** Browsers that take their language from the system may have one that Intl does not know, such as en-US@posix. */
function isLocale(name: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(name).length > 0;
  } catch {
    return false;
  }
}

/**
 * ClientGlobalContext.js.aspx: the script that gives a web resource page GetGlobalContext(), and nothing more of Xrm.
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/clientglobalcontext
 */
import { readApp } from './site-map';
import type { ShellUser } from './users';
import { textOf, WebApiRefusal, type WebApi } from './web-api';

/** The script as the current user gets it. */
export async function readGlobalContext(
  api: WebApi,
  platform: WebApi,
  user: ShellUser,
  languageId: number,
): Promise<string> {
  const [who, app] = await Promise.all([api.get('WhoAmI'), readApp(platform, null, languageId)]);
  const userId = textOf(who['UserId']);
  return globalContextScript({
    userId,
    userName: user.name,
    languageId,
    formats: formatsOf(languageId),
    roles: await readRoles(platform, userId),
    organizationId: textOf(who['OrganizationId']),
    organizationName: 'sandbox',
    appId: app?.id ?? '',
    appName: app?.name ?? '',
  });
}

/** Empty where the environment keeps no roles: a page must cope with that, as it does with a role it does not know. */
async function readRoles(platform: WebApi, userId: string): Promise<GlobalContext['roles']> {
  try {
    const rows = await platform.rows(`systemusers(${userId})/systemuserroles_association?$select=roleid,name`);
    return rows.map((row) => ({ id: textOf(row['roleid']), name: textOf(row['name']) }));
  } catch (error) {
    if (error instanceof WebApiRefusal) return [];
    throw error;
  }
}

/** As the regional options of a new user in that language stand. */
function formatsOf(languageId: number): Record<string, string> {
  return languageId === 1031
    ? { ShortDatePattern: 'dd.MM.yyyy', ShortTimePattern: 'HH:mm', LongTimePattern: 'HH:mm:ss' }
    : { ShortDatePattern: 'M/d/yyyy', ShortTimePattern: 'h:mm tt', LongTimePattern: 'h:mm:ss tt' };
}

interface GlobalContext {
  userId: string;
  userName: string;
  languageId: number;
  formats: Record<string, string>;
  roles: { id: string; name: string }[];
  organizationId: string;
  organizationName: string;
  appId: string;
  appName: string;
}

function globalContextScript(context: GlobalContext): string {
  const data = JSON.stringify(context).replace(/[<\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `(function () {
  'use strict';
  var context = ${data};
  var collection = function (items) {
    return {
      forEach: function (visit) { items.forEach(visit); },
      get: function (which) {
        return which === undefined ? items.slice() : typeof which === 'number' ? items[which] : items.filter(which);
      },
      getLength: function () { return items.length; }
    };
  };
  var braced = '{' + context.userId.toUpperCase() + '}';
  var appUrl = window.location.origin + '/main.aspx?appid=' + context.appId;
  var global = {
    getClientUrl: function () { return window.location.origin; },
    getUserId: function () { return braced; },
    getUserName: function () { return context.userName; },
    getUserLcid: function () { return context.languageId; },
    getOrgLcid: function () { return 1033; },
    getOrgUniqueName: function () { return context.organizationName; },
    getUserRoles: function () { return context.roles.map(function (role) { return role.id; }); },
    getVersion: function () { return '9.2.0.0'; },
    getCurrentAppUrl: function () { return appUrl; },
    getCurrentAppName: function () { return Promise.resolve(context.appName); },
    getCurrentAppProperties: function () {
      return Promise.resolve({ appId: context.appId, displayName: context.appName, url: appUrl });
    },
    getWebResourceUrl: function (name) { return window.location.origin + '/WebResources/' + name; },
    isOnPremises: function () { return false; },
    client: {
      getClient: function () { return 'Web'; },
      getClientState: function () { return 'Online'; },
      getFormFactor: function () { return 1; },
      isOffline: function () { return false; }
    },
    userSettings: {
      userId: braced,
      userName: context.userName,
      languageId: context.languageId,
      isRTL: false,
      isHighContrastEnabled: false,
      dateFormattingInfo: context.formats,
      getTimeZoneOffsetMinutes: function () { return -new Date().getTimezoneOffset(); },
      roles: collection(context.roles),
      securityRoles: context.roles.map(function (role) { return role.id; })
    },
    organizationSettings: {
      organizationId: context.organizationId,
      uniqueName: context.organizationName,
      languageId: 1033,
      isAutoSaveEnabled: true
    }
  };
  window.GetGlobalContext = function () { return global; };
})();
`;
}

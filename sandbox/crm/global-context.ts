/**
 * ClientGlobalContext.js.aspx: the script that gives a web resource page GetGlobalContext(), and nothing more of Xrm.
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/clientglobalcontext
 */
import { readApp } from './site-map';
import type { ShellUser } from './users';
import { textOf, WebApiRefusal, type WebApi } from './web-api';

/** The script as the current user gets it. */
export async function readGlobalContext(api: WebApi, platform: WebApi, user: ShellUser): Promise<string> {
  const [who, app] = await Promise.all([api.get('WhoAmI'), readApp(platform, null)]);
  const userId = textOf(who['UserId']);
  return globalContextScript({
    userId,
    userName: user.name,
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

interface GlobalContext {
  userId: string;
  userName: string;
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
    getUserLcid: function () { return 1033; },
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
      languageId: 1033,
      isRTL: false,
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

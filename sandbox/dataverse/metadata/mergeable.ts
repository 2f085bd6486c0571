/** Tables whose rows can be merged. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/merge-entity-using-web-api */
export const mergeable: readonly string[] = ['account', 'contact', 'lead'];

/** The web resource that holds all pages. */
export const pageName = 'mcs_/sync/index.html';

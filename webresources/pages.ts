/**
 * The pages of this web resource. Which one is shown stands in the parameter `data` that the platform hands over:
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/sample-pass-multiple-values-web-resource-through-data-parameter
 */

export type Place =
  | { page: 'audiences'; audienceId: string | null; listId: string | null; manage: boolean }
  | { page: 'run'; runId: string }
  | { page: 'last-run'; audienceId: string }
  | { page: 'members'; audienceId: string; outcome: string | null; reason: string | null }
  | { page: 'panel'; table: string; id: string }
  | { page: 'unknown' };

/** `search` is the query string of the page's own address. */
export function placeOf(search: string): Place {
  const data = new URLSearchParams(new URLSearchParams(search).get('data') ?? '');
  const given = (name: string): string | null => data.get(name)?.replaceAll(/[{}]/g, '') || null;
  const page = given('page') ?? 'audiences';
  if (page === 'audiences') {
    return { page, audienceId: given('audience'), listId: given('list'), manage: given('manage') === '1' };
  }
  const id = given('id');
  const runId = given('run');
  const audienceId = given('audience');
  const table = given('table');
  if (page === 'run' && runId !== null) return { page, runId };
  if (page === 'last-run' && audienceId !== null) return { page, audienceId };
  if (page === 'members' && audienceId !== null) {
    return { page, audienceId, outcome: given('outcome'), reason: given('reason') };
  }
  if (page === 'panel' && table !== null && id !== null) return { page, table, id };
  return { page: 'unknown' };
}

/** The value of `data` for a place. */
export function dataOf(place: Place): string {
  const data = new URLSearchParams();
  const put = (name: string, value: string | null): void => {
    if (value !== null) data.set(name, value);
  };
  put('page', place.page);
  if (place.page === 'audiences') {
    put('audience', place.audienceId);
    put('list', place.listId);
    put('manage', place.manage ? '1' : null);
  } else if (place.page === 'run') {
    put('run', place.runId);
  } else if (place.page === 'last-run') {
    put('audience', place.audienceId);
  } else if (place.page === 'members') {
    put('audience', place.audienceId);
    put('outcome', place.outcome);
    put('reason', place.reason);
  } else if (place.page === 'panel') {
    put('table', place.table);
    put('id', place.id);
  }
  return data.toString();
}

export const audiencesPlace: Place = { page: 'audiences', audienceId: null, listId: null, manage: false };

/** Manage for an audience. */
export const managePlace = (audienceId: string): Place => ({ ...audiencesPlace, audienceId, manage: true });

/** Manage for a marketing list, whose audience is still to be chosen. */
export const listPlace = (listId: string): Place => ({ page: 'audiences', audienceId: null, listId, manage: false });

export const runPlace = (runId: string): Place => ({ page: 'run', runId });

export const lastRunPlace = (audienceId: string): Place => ({ page: 'last-run', audienceId });

export const membersPlace = (
  audienceId: string,
  outcome: string | null = null,
  reason: string | null = null,
): Place => ({
  page: 'members',
  audienceId,
  outcome,
  reason,
});

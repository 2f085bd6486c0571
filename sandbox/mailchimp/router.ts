/** Finds what answers a request: a handler, 501 for what the API has and the stand-in lacks, 405 and 404 for what the API lacks. */

import { apiAreas, apiMethods, audienceAreas } from './api-paths';
import type { Route } from './call';
import { methodNotAllowed, notBuilt, notFound } from './problem';
import { accountRoutes } from './routes/account';
import { activityRoutes } from './routes/activity';
import { batchRoutes } from './routes/batches';
import { interestCategoryRoutes } from './routes/interest-categories';
import { interestRoutes } from './routes/interests';
import { listRoutes } from './routes/lists';
import { memberRoutes } from './routes/members';
import { memberTagRoutes } from './routes/member-tags';
import { mergeFieldRoutes } from './routes/merge-fields';
import { segmentMemberRoutes } from './routes/segment-members';
import { segmentRoutes } from './routes/segments';
import { webhookRoutes } from './routes/webhooks';

export interface Match {
  route: Route;
  names: Record<string, string>;
}

/** `path` without /3.0, still percent-encoded. Throws a `Problem` when nothing answers. */
export function findRoute(method: string, path: string): Match {
  const segments = split(path);
  for (const { route, pattern } of routes) {
    const names = route.method === method ? match(pattern, segments) : null;
    if (names !== null) return { route, names };
  }
  const known = Object.entries(apiMethods).find(([template]) => match(split(template), segments) !== null);
  if (known !== undefined) {
    const [template, methods] = known;
    if (methods.includes(method)) throw notBuilt(`${method} ${template}`);
    throw methodNotAllowed([...methods]);
  }
  const [area = '', , part = ''] = segments;
  if (apiAreas.includes(`/${area}`)) throw notBuilt(`${method} /${area}`);
  if (area === 'lists' && audienceAreas.includes(part)) throw notBuilt(`${method} /lists/{list_id}/${part}`);
  throw notFound();
}

const routes = [
  ...accountRoutes,
  ...listRoutes,
  ...memberRoutes,
  ...memberTagRoutes,
  ...activityRoutes,
  ...mergeFieldRoutes,
  ...segmentRoutes,
  ...segmentMemberRoutes,
  ...interestCategoryRoutes,
  ...interestRoutes,
  ...webhookRoutes,
  ...batchRoutes,
].map((route) => ({ route, pattern: split(route.path) }));

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function match(pattern: string[], segments: string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const names: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const given = segments[index] ?? '';
    if (part.startsWith('{')) {
      const decoded = decode(given);
      if (decoded === null) return null;
      names[part.slice(1, -1)] = decoded;
    } else if (part !== given) return null;
  }
  return names;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Finds the http function for a request, and turns the request and the answer into what the library speaks. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RegisteredFunction, RpcHttp, RpcTypedData } from './core-stand-in';

export interface RouteMatch {
  called: RegisteredFunction;
  params: Record<string, string>;
}

/** The functions' routes under `/<prefix>/`; `{name}` is a part of the path, `{*rest}` all that follows. */
export function matchRoute(
  functions: Iterable<RegisteredFunction>,
  prefix: string,
  method: string,
  path: string,
): RouteMatch | undefined {
  for (const called of functions) {
    if (called.trigger.type !== 'httpTrigger') continue;
    const methods = called.trigger.methods ?? ['GET', 'POST'];
    if (!methods.some((allowed) => allowed.toUpperCase() === method)) continue;
    const route = called.trigger.route ?? called.name;
    const found = pattern(prefix, route).exec(path);
    if (found) return { called, params: { ...found.groups } };
  }
  return undefined;
}

function pattern(prefix: string, route: string): RegExp {
  const parts = [...prefix.split('/'), ...route.split('/')].filter((part) => part !== '').map(partPattern);
  return new RegExp(`^/${parts.join('/')}/?$`, 'i');
}

function partPattern(part: string): string {
  const variable = /^\{(\*?)(\w+)(?::\w+)?(\??)\}$/.exec(part);
  if (variable) return `(?<${variable[2]}>${variable[1] === '*' ? '.*' : '[^/]+'})`;
  return part.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
}

export function toRpcRequest(
  request: IncomingMessage,
  url: URL,
  params: Record<string, string>,
  body: Buffer,
): RpcTypedData {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    http: {
      method: request.method ?? 'GET',
      url: url.href,
      headers,
      query: Object.fromEntries(url.searchParams),
      params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)])),
      ...(body.length > 0 ? { body: { bytes: body } } : {}),
    },
  };
}

/** A function that returns nothing answers 204, as in Azure. */
export function answerWith(response: ServerResponse, http: RpcHttp | undefined): void {
  if (!http) {
    response.writeHead(204).end();
    return;
  }
  const { bytes, string, json } = http.body ?? {};
  const body = bytes ? Buffer.from(bytes) : (string ?? json ?? '');
  response.writeHead(Number(http.statusCode ?? 200), http.headers).end(body);
}

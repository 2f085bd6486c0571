/** A server that answers what a test tells it to, and remembers what it was asked. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface Asked {
  method: string;
  path: string;
  body: string;
}

export interface ScriptedServer {
  url: string;
  asked: Asked[];
  close(): Promise<void>;
}

export type Answer = (response: ServerResponse, request: IncomingMessage, body: string) => void;

/** The answers are given in order, the last one for ever. */
export async function startScriptedServer(...answers: Answer[]): Promise<ScriptedServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      asked.push({ method: request.method ?? '', path: request.url ?? '', body });
      answer?.(response, request, body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (response) => {
    const type = status >= 400 ? 'application/problem+json; charset=utf-8' : 'application/json; charset=utf-8';
    response.writeHead(status, { 'Content-Type': type, ...headers });
    response.end(JSON.stringify(body));
  };
}

export function html(status: number, body = '<html>Gateway</html>'): Answer {
  return (response) => {
    response.writeHead(status, { 'Content-Type': 'text/html' });
    response.end(body);
  };
}

export const reset: Answer = (response) => {
  response.socket?.resetAndDestroy();
};

export const silence: Answer = () => undefined;

/** A success that breaks off in its body. */
export const cutOff: Answer = (response) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
  response.write('{"value":[', () => response.socket?.destroy());
};

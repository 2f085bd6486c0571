/** A server that takes what webhooks deliver, and answers as it is told. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  raw: string;
  /** The form, decoded. */
  form: Record<string, string>;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** Deliveries alone: the probe at registration is left out. */
  posts(): Received[];
  types(): (string | undefined)[];
  answer(status: number): void;
  close(): Promise<void>;
}

export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const { method = '', url: path = '', headers } = request;
      received.push({ method, path, headers, raw, form: Object.fromEntries(new URLSearchParams(raw)) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const posts = (): Received[] => received.filter(({ method, raw }) => method === 'POST' && raw !== '');
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    posts,
    types: () => posts().map(({ form }) => form['type']),
    answer: (next) => {
      status = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

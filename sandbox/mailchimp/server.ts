/** A stand-in for the Mailchimp Marketing API 3.0: a real HTTP server on this machine that keeps everything in memory. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClock, type Clock } from '../clock';
import { defaultAccount } from './account';
import { answerRequest } from './answer-request';
import { answerResults, resultsPath } from './batch-results';
import { control } from './control';
import { recordExchange, type Exchange } from './exchange';
import { playForm, showPage, type PageAnswer } from './page';
import { mailchimpSeed, seed, type MailchimpSeed } from './seed';
import { Service } from './service';

export interface MailchimpOptions {
  /** 0, the default, takes a free one. */
  port?: number;
  clock?: Clock;
  seed?: MailchimpSeed;
  onExchange?: (exchange: Exchange) => void;
}

export interface MailchimpStandIn {
  /** Origin without a path: the API lives below /3.0, the control side below /_sandbox. */
  url: string;
  port: number;
  close(): Promise<void>;
  /** Resolves when no request and no delivery is under way. */
  idle(): Promise<void>;
}

export async function startMailchimp(options: MailchimpOptions = {}): Promise<MailchimpStandIn> {
  const service = new Service(options.clock ?? createClock());
  seed(service, mailchimpSeed.parse(options.seed ?? { accounts: [defaultAccount] }));
  const underWay = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const work = serve(service, request, response, (exchange) => {
      recordExchange(exchange);
      options.onExchange?.(exchange);
    })
      .catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      })
      .finally(() => underWay.delete(work));
    underWay.add(work);
  });
  server.keepAliveTimeout = 60_000;

  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${options.port} is already in use: end the program that uses it or choose another port for the Mailchimp stand-in.`;
      reject(error.code === 'EADDRINUSE' ? new Error(taken) : error);
    });
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      const address = server.address();
      resolve(isAddressInfo(address) ? address.port : 0);
    });
  });

  service.origin = `http://127.0.0.1:${port}`;
  return {
    url: service.origin,
    port,
    close: async () => {
      await service.deliveries.close();
      await new Promise<void>((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      });
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
      await service.deliveries.settled();
    },
  };
}

async function serve(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
  onExchange: (exchange: Exchange) => void,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in');
  if (pathname.startsWith(resultsPath)) return answerResults(service, request, response);
  if (pathname !== '/_sandbox' && !pathname.startsWith('/_sandbox/')) {
    await answerRequest(service, request, response, onExchange);
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks).toString('utf8');
  if (pathname === '/_sandbox/page' && request.method === 'GET') {
    return sendPage(response, showPage(service, searchParams));
  }
  if (pathname === '/_sandbox/play' && request.headers['content-type']?.startsWith(formType) === true) {
    return sendPage(response, playForm(service, request.headers, new URLSearchParams(body)));
  }
  const answer = await control(service, request.method ?? 'GET', pathname.slice('/_sandbox'.length), body);
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(answer.body));
}

const formType = 'application/x-www-form-urlencoded';

function sendPage(response: ServerResponse, { status, headers, body }: PageAnswer): void {
  response.writeHead(status, headers);
  response.end(body);
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

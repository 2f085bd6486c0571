/**
 * The Web API under the shell's own address, as the current user. The Host header is passed on,
 * so that next links and record addresses lead back to the shell.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { request as send } from 'node:http';

export function proxyTo(dataverseUrl: string, request: FastifyRequest, reply: FastifyReply, token: string): void {
  const target = new URL(dataverseUrl);
  const { cookie: _cookie, connection: _connection, ...headers } = request.headers;
  reply.hijack();
  const outgoing = send(
    {
      host: target.hostname,
      port: target.port,
      method: request.method,
      path: request.raw.url,
      headers: { ...headers, authorization: `Bearer ${token}` },
    },
    (incoming) => {
      const { connection: _theirs, 'keep-alive': _keep, ...answered } = incoming.headers;
      reply.raw.writeHead(incoming.statusCode ?? 502, answered);
      incoming.pipe(reply.raw);
    },
  );
  outgoing.on('error', (error) => {
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const message = `The Dataverse stand-in at ${dataverseUrl} does not answer: ${error.message}`;
    reply.raw.writeHead(502, { 'content-type': 'application/json' });
    reply.raw.end(JSON.stringify({ error: { code: '0x80072ee7', message } }));
  });
  reply.raw.on('close', () => outgoing.destroy());
  request.raw.pipe(outgoing);
}

/**
 * The CRM shell: enough of a model-driven app on localhost to use what the solution brings. It knows the app, its views
 * and its pages only from what the Dataverse stand-in imported, and speaks to it over the Web API alone.
 */
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { changeListMembers } from './actions';
import { readClientScript } from './client-script';
import { readGlobalContext } from './global-context';
import { readNoteFile } from './notes';
import { standalonePage } from './pages/frame';
import { noticePage } from './pages/notice';
import { shellStyles } from './pages/styles';
import { proxyTo } from './proxy';
import { isOwnHost, refusalOfChange } from './same-origin';
import { createShellPages } from './shell-page';
import { administrator, userOfCookie, users, type ShellUser } from './users';
import { createWebApi, WebApiRefusal } from './web-api';
import { readWebResource, strictPolicy } from './web-resource';
import { languageOfCookie, languages, wordsOf } from './words/words';

export interface CrmShell {
  url: string;
  port: number;
  close(): Promise<void>;
}

export interface CrmShellOptions {
  port?: number;
  dataverseUrl: string;
  /** A page on which the other side is played, to be reached from the shell. */
  otherSide?: string;
}

export async function startCrmShell(options: CrmShellOptions): Promise<CrmShell> {
  const server = fastify({
    bodyLimit: 200 * 1024 * 1024,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
  });
  const port = options.port ?? 0;
  addRoutes(server, options);
  try {
    await server.listen({ host: '127.0.0.1', port });
  } catch (error) {
    await server.close();
    if (!isPortInUse(error)) throw error;
    throw new Error(
      `Port ${port} is already in use, so the CRM shell cannot start: stop the other program or choose another port.`,
      { cause: error },
    );
  }
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The CRM shell listens nowhere.');
  return { url: `http://127.0.0.1:${address.port}`, port: address.port, close: () => server.close() };
}

function addRoutes(server: FastifyInstance, { dataverseUrl, otherSide }: CrmShellOptions): void {
  const platform = createWebApi(dataverseUrl, administrator.token);
  const pages = createShellPages({ dataverseUrl, otherSide: otherSide ?? null });

  server.addHook('onRequest', async (request, reply) => {
    void reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
    if (!isOwnHost(request.headers))
      return reply.code(421).send('This server answers to 127.0.0.1 and localhost only.');
    if (['GET', 'HEAD'].includes(request.method)) return undefined;
    const refusal = refusalOfChange(request.headers);
    if (refusal === null) return undefined;
    return reply.code(403).send({ error: { code: '0x80040220', message: refusal } });
  });
  server.setErrorHandler((error, request, reply) => sendFailure(request, reply, error));
  server.setNotFoundHandler((request, reply) => {
    const words = wordsOf(languageOfCookie(request.headers.cookie).id);
    sendPage(reply, 404, standalonePage(words.notHere, noticePage(404, words.notHere, words), words));
  });

  server.get('/', (_request, reply) => reply.redirect('/main.aspx'));
  server.get('/main.aspx', async (request, reply) => {
    const page = await pages.page(request.headers.cookie, request.url);
    if (page.location !== undefined) return reply.redirect(page.location);
    return sendPage(reply, page.status, page.html ?? '');
  });
  server.get('/shell/grid', async (request, reply) => {
    const { status, html } = await pages.rows(request.headers.cookie, request.url);
    return sendPage(reply, status, html ?? '');
  });
  server.get('/shell/file', async (request, reply) => {
    const { note } = z.object({ note: z.guid() }).parse(request.query);
    const { name, content } = await readNoteFile(createWebApi(dataverseUrl, whoAsks(request).token), note);
    return reply
      .type('application/octet-stream')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      .send(content);
  });
  server.get('/shell/shell.js', async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(await readClientScript()),
  );
  server.get('/shell/shell.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(shellStyles));

  addForms(server, dataverseUrl);
  addProxy(server, dataverseUrl);

  const webResource = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const name = z.object({ '*': z.string() }).parse(request.params)['*'];
    void reply.header('content-security-policy', strictPolicy);
    if (name === 'ClientGlobalContext.js.aspx') {
      const script = await readGlobalContext(
        createWebApi(dataverseUrl, whoAsks(request).token),
        platform,
        whoAsks(request),
        languageOfCookie(request.headers.cookie).id,
      );
      return reply.type('text/javascript; charset=utf-8').send(script);
    }
    const found = await readWebResource(platform, name);
    if (found === null)
      return reply.code(404).type('text/plain; charset=utf-8').send(`There is no web resource ${name}.`);
    return reply.type(found.contentType).send(found.content);
  };
  server.get('/WebResources/*', webResource);
  // The version token changes with every publication; whatever stands in the braces is taken.
  server.get('/:token(^\\{[^}/]*\\}$)/WebResources/*', webResource);
}

const chosen = z.object({
  user: z.enum(users.map(({ key }) => key)).optional(),
  language: z.enum(languages.map(({ id }) => String(id))).optional(),
  back: z.string(),
});

function addForms(server: FastifyInstance, dataverseUrl: string): void {
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))));
  });
  server.post('/shell/user', (request, reply) => {
    const form = chosen.parse(request.body);
    const back = /^\/main\.aspx(\?|$)/.test(form.back) ? form.back : '/main.aspx';
    const cookies = Object.entries({ user: form.user, language: form.language }).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${value}; Path=/; HttpOnly; SameSite=Lax`],
    );
    return reply.header('set-cookie', cookies).redirect(back, 303);
  });
  server.post('/shell/members', async (request, reply) =>
    reply.redirect(await changeListMembers(createWebApi(dataverseUrl, whoAsks(request).token), request.body), 303),
  );
}

function addProxy(server: FastifyInstance, dataverseUrl: string): void {
  void server.register((scope, _options, done) => {
    // The body streams through untouched, whatever it is.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
    scope.all('/api/data/*', (request, reply) => proxyTo(dataverseUrl, request, reply, whoAsks(request).token));
    done();
  });
}

function whoAsks(request: FastifyRequest): ShellUser {
  return userOfCookie(request.headers.cookie);
}

function sendPage(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply.code(status).header('content-security-policy', strictPolicy).type('text/html; charset=utf-8').send(page);
}

function sendFailure(request: FastifyRequest, reply: FastifyReply, error: unknown): void {
  const [status, sentence] = explain(error);
  const words = wordsOf(languageOfCookie(request.headers.cookie).id);
  sendPage(reply, status, standalonePage(words.notAvailable, noticePage(status, sentence, words), words));
}

function explain(error: unknown): [status: number, sentence: string] {
  if (error instanceof WebApiRefusal) return [error.status, error.message];
  if (error instanceof z.ZodError) return [400, 'The request is not one that the shell makes.'];
  return [500, error instanceof Error ? error.message : String(error)];
}

function isPortInUse(error: unknown): boolean {
  return z.object({ code: z.literal('EADDRINUSE') }).safeParse(error).success;
}

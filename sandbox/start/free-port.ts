/** Whether a port can be had, before anything is started that it would be needed for. */
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Throws an Error with one sentence when somebody else has it. */
export async function requireFreePort(port: number): Promise<void> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const said = reason.includes('EADDRINUSE') ? 'is already in use' : `cannot be had (${reason})`;
    throw new Error(`Port ${port} ${said}: stop the other program or choose another port.`, { cause });
  }
  server.close();
  await once(server, 'close');
}

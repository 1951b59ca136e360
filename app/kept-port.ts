import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { writeFileDurably } from './durable-file.ts';

/** Listens for a moment: the port if it can be had, undefined if it is taken. 0 finds a free one. */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(undefined) : reject(error)));
    server.listen(port, '127.0.0.1', () => {
      const { port: bound } = server.address() as { port: number };
      server.close(() => resolve(bound));
    });
  });
}

/** A loopback port that is free now: the one this folder used last, so that saved connections keep working, else a new one. */
export async function keptPort(folder: string): Promise<number> {
  const path = join(folder, 'port');
  let last = 0;
  try {
    last = Number(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const port = (await tryPort(last)) ?? (await tryPort(0));
  if (port === undefined) throw new Error('no free port on the loopback address');
  if (port !== last) writeFileDurably(path, String(port));
  return port;
}

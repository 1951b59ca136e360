import { createServer } from 'node:net';
import type { Config } from './config.ts';
import { StartError } from './start-error.ts';

type Address = Pick<Config, 'HOST' | 'PORT'>;

/** Turns the failure of `listen` into one line for the operator; `setting` is what chooses another port. */
export function listenFailure(error: unknown, { HOST, PORT }: Address, setting = 'PORT'): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new StartError('start.portTaken', {
      zh: `端口已被占用：${HOST}:${PORT}；请用 ${setting} 另选一个`,
      en: `the port is taken: ${HOST}:${PORT}; choose another with ${setting}`,
    });
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
    return new StartError('start.cannotListen', {
      zh: `无法监听 ${HOST}:${PORT}（${code}）；请检查 HOST 和 PORT`,
      en: `can't listen on ${HOST}:${PORT} (${code}): check HOST and PORT`,
    });
  }
  return error;
}

/**
 * Tells a taken port at once, before the minute that a first start may take.
 * @throws StartError `start.portTaken` or `start.cannotListen`
 */
export async function assertPortFree(address: Address, setting?: string): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(listenFailure(error, address, setting)));
    probe.listen(address.PORT, address.HOST, () => probe.close(() => resolve()));
  });
}

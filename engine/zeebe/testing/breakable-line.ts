import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** An address that leads to an engine, or to another, or nowhere. */
export interface BreakableLine {
  readonly address: string;
  /** Breaks off what runs; nobody answers until it is mended. */
  cut(): Promise<void>;
  /** Leads to this `host:port` from now on. */
  mend(address: string): Promise<void>;
  close(): Promise<void>;
}

export async function openLine(address: string): Promise<BreakableLine> {
  let target = address;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const [host, port] = target.split(':') as [string, string];
    const far = connect(Number(port), host);
    for (const [one, other] of [[near, far], [far, near]] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  async function cut(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  }
  return {
    address: `127.0.0.1:${port}`,
    cut,
    async mend(next) {
      target = next;
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    close: () => (server.listening ? cut() : Promise.resolve()),
  };
}

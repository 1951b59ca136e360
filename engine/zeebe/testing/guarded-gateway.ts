import { once } from 'node:events';
import { connect, createSecureServer, createServer, type Http2SecureServer, type Http2Server, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';

export interface GuardOptions {
  /** With it the line is TLS. */
  readonly certificate?: { readonly pfx: Buffer; readonly passphrase: string };
  /** Whether a call may pass; others are answered UNAUTHENTICATED. */
  readonly lets: (headers: IncomingHttpHeaders) => boolean;
}

export interface GuardedGateway {
  readonly port: number;
  /** What the calls carried as `authorization`, each once. */
  readonly seen: ReadonlySet<string>;
  readonly refused: () => number;
  close(): Promise<void>;
}

/** What HTTP/2 says for itself is said anew on each side. */
function withoutConnection(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== ':authority' && name !== 'host'));
}

/** Stands before a gateway as a proxy with TLS and a sign-in does: each call is looked at, and passed on with its trailers. */
export async function openGuard(address: string, { certificate, lets }: GuardOptions): Promise<GuardedGateway> {
  const far = connect(`http://${address}`);
  far.on('error', () => undefined);
  const seen = new Set<string>();
  let refused = 0;

  function pass(near: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    if (headers.authorization) seen.add(headers.authorization);
    near.on('error', () => undefined);
    if (!lets(headers)) {
      refused += 1;
      near.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '16', 'grpc-message': 'sign in first' }, { endStream: true });
      return;
    }
    const call = far.request(withoutConnection(headers));
    let trailers: IncomingHttpHeaders = {};
    call.on('error', () => near.close());
    near.on('close', () => call.close());
    call.on('trailers', (told) => (trailers = told));
    call.on('response', (answer, flags) => {
      if (near.destroyed || near.headersSent) return;
      const { ':status': status = 200, ...rest } = answer;
      if (flags & 1) return near.respond({ ':status': status, ...rest }, { endStream: true });
      near.respond({ ':status': status, ...rest }, { waitForTrailers: true });
      near.on('wantTrailers', () => near.sendTrailers(trailers));
      call.pipe(near);
    });
    near.pipe(call);
  }

  const server: Http2Server | Http2SecureServer = certificate ? createSecureServer(certificate) : createServer();
  server.on('stream', pass);
  server.on('sessionError', () => undefined);
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    refused: () => refused,
    async close() {
      for (const session of sessions) session.destroy();
      far.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * `npm run mirror -- --from URL --data DIR [--key KEY] [--login NAME --password-file FILE] [--contract 0x.. --rpc URL]
 * [--name NAME] [--host HOST] [--port PORT] [--interval SECONDS] [--once]`
 * An alliance node: follows the log at URL, keeps a copy in DIR, cosigns, and serves a page. Without `--key` the log's own word is
 * taken the first time and held to ever after; without an account no events are fetched, only the log.
 * Exit code 0: all that was seen is consistent; 3: an alarm stands (DIR/alarm.json); 1: anything else.
 */
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openJsonRpc, parseVerifierKey } from '@gbc/anchoring-verifier';
import { LogSource, type Account } from './log-source.ts';
import { Mirror } from './mirror.ts';
import { MirrorStore } from './mirror-store.ts';
import { createMirrorServer } from './server.ts';
import { generateWitnessKey, parseWitnessKey } from './witness-key.ts';

const usage = 'npm run mirror -- --from URL --data DIR [--key KEY] [--login NAME --password-file FILE] [--contract 0x.. --rpc URL] [--name NAME] [--host HOST] [--port PORT] [--interval SECONDS] [--once]';
const exitCodes = { consistent: 0, failed: 1, alarm: 3 };

function readArguments() {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      from: text, data: text, key: text, login: text, 'password-file': text, contract: text, rpc: text, name: text,
      host: { type: 'string', default: '127.0.0.1' }, port: { type: 'string', default: '8090' }, interval: { type: 'string', default: '2' }, once: { type: 'boolean', default: false },
    },
  });
  if (values.from === undefined || values.data === undefined || (values.contract === undefined) !== (values.rpc === undefined)) throw new Error(usage);
  return { ...values, from: values.from, data: values.data };
}

type Arguments = ReturnType<typeof readArguments>;

function readAccount({ login, 'password-file': file }: Arguments): Account | undefined {
  if (login === undefined) return undefined;
  const password = file === undefined ? process.env['MIRROR_PASSWORD'] : readFileSync(file, 'utf8').trim();
  if (!password) throw new Error('--login needs --password-file or MIRROR_PASSWORD');
  return { login, password };
}

async function openMirror(values: Arguments): Promise<Mirror> {
  const store = new MirrorStore(values.data);
  const source = new LogSource(values.from, readAccount(values));
  let keyText = values.key ?? store.read('log-key')?.trim();
  if (keyText === undefined) {
    keyText = await source.namedKey();
    console.error(`taking the log's word for its key: ${keyText}`);
  }
  const logKey = parseVerifierKey(keyText);
  store.write('log-key', `${keyText}\n`);
  if (store.read('witness.key') === undefined) store.write('witness.key', `${generateWitnessKey(values.name ?? `${logKey.name}/mirror`)}\n`, 0o600);
  const chain = values.contract !== undefined && values.rpc !== undefined ? { rpc: openJsonRpc(values.rpc), contract: values.contract } : undefined;
  return new Mirror({ source, store, logKey, witnessKey: parseWitnessKey(store.read('witness.key') ?? ''), ...(chain ? { chain } : {}) });
}

function report(mirror: Mirror): void {
  const { treeSize, events, anchoredSize, trouble, alarm } = mirror.status();
  console.log(JSON.stringify({ treeSize, events, anchoredSize, trouble, alarm }));
}

/** Follows until it is told to stop; an alarm ends the following and stays on the page. */
async function serve(mirror: Mirror, { host, port, interval }: Arguments): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const server = createMirrorServer(mirror).listen(Number(port), host);
  await once(server, 'listening');
  console.log(JSON.stringify({ page: `http://${host}:${(server.address() as AddressInfo).port}`, witnessKey: mirror.status().witnessKey }));
  let told = '';
  while (!stopping.signal.aborted) {
    await mirror.turn();
    const { treeSize, trouble, alarm } = mirror.status();
    const now = JSON.stringify({ treeSize, trouble, alarm: alarm?.kind });
    if (now !== told) report(mirror);
    told = now;
    await sleep(Number(interval) * 1_000, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
  server.closeAllConnections();
  server.close();
}

try {
  const values = readArguments();
  const mirror = await openMirror(values);
  if (values.once) {
    const isConsistent = await mirror.turn();
    report(mirror);
    process.exitCode = isConsistent ? exitCodes.consistent : exitCodes.failed;
  } else await serve(mirror, values);
  if (mirror.alarm) process.exitCode = exitCodes.alarm;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = exitCodes.failed;
}

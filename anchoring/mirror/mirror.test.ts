import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createInterface } from 'node:readline';
import { startTestEvmNode } from '../testing/anvil.ts';
import { commitEvents, enterHouse, testOrigin, type House } from '../testing/house.ts';
import { serveHonestly, startLogServer, type LogServer } from '../testing/log-server.ts';
import { commit, paidApplication } from '../testing/matters.ts';
import { until } from '../testing/until.ts';
import { generateLogKey } from '../log/log-key.ts';
import { systemEnvironment } from '@gbc/events';
import type { Log } from '../log/log.ts';
import type { Alarm } from './alarm.ts';
import type { MirrorStatus } from './mirror.ts';

const program = join(import.meta.dirname, 'main.ts');

interface Stage {
  readonly house: House;
  readonly log: Log;
  readonly logKey: string;
  readonly server: LogServer;
  /** Commits events and waits until the log has all that was committed. */
  grow(count: number): Promise<void>;
  readonly folder: string;
}

async function onStage(work: (stage: Stage) => Promise<void>): Promise<void> {
  const house = await enterHouse();
  try {
    const logKey = generateLogKey(systemEnvironment, testOrigin);
    const log = house.openLog({ key: logKey });
    await log.start();
    const server = await startLogServer(serveHonestly(log, house.database));
    house.onLeave(() => server.close());
    await work({
      house, log, logKey, server, folder: join(house.folder, 'mirror'),
      async grow(count) {
        await commitEvents(house.database, count);
        await until('the log has grown', async () => {
          const { rows } = await house.database.read<{ count: bigint }>('select count(*) from event');
          return log.status().head?.treeSize === Number(rows[0]?.count);
        });
      },
    });
  } finally {
    await house.leave();
  }
}

/** Another log under the same origin and key: what an operator would make who wants another past. */
async function otherHistory(stage: Stage, count: number): Promise<ReturnType<typeof serveHonestly>> {
  const house = await enterHouse();
  stage.house.onLeave(() => house.leave());
  const log = house.openLog({ key: stage.logKey });
  await log.start();
  await commitEvents(house.database, count);
  await until('the other log has grown', () => log.status().head?.treeSize === count);
  return serveHonestly(log, house.database);
}

const argumentsOf = ({ server, log, folder }: Stage, ...more: string[]) => [program, '--from', server.url, '--data', folder, '--key', log.status().verifierKey as string, '--login', 'auditor', ...more];
const environment = { ...process.env, MIRROR_PASSWORD: 'secret' };

/** One run of the program that ends by itself. */
async function runOnce(stage: Stage, ...more: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, argumentsOf(stage, '--once', ...more), { env: environment });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

interface Running {
  readonly url: string;
  readonly child: ChildProcess;
  status(): Promise<MirrorStatus>;
  stop(): Promise<number | null>;
}

async function startMirror(stage: Stage, ...more: string[]): Promise<Running> {
  const child = spawn(process.execPath, argumentsOf(stage, '--port', '0', '--interval', '0.05', ...more), { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { page: url } = JSON.parse(line) as { page: string };
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exit = once(child, 'exit') as Promise<[number | null]>;
    child.kill('SIGTERM');
    return (await exit)[0];
  };
  stage.house.onLeave(async () => void (await stop()));
  return { url, child, stop, status: async () => (await (await fetch(`${url}/status`)).json()) as MirrorStatus };
}

const alarmOf = ({ folder }: Stage): Alarm => JSON.parse(readFileSync(join(folder, 'alarm.json'), 'utf8')) as Alarm;

describe('a mirror', () => {
  it('follows an honest log and never raises an alarm, through restarts and a log that is away', () =>
    onStage(async (stage) => {
      await stage.grow(300);
      assert.equal((await runOnce(stage)).code, 0);
      for (const count of [1, 211, 512, 1]) {
        await stage.grow(count);
        const { code, output } = await runOnce(stage);
        assert.equal(code, 0, output);
      }
      assert.equal((await runOnce(stage)).code, 0, 'nothing new');
      const state = JSON.parse(readFileSync(join(stage.folder, 'state.json'), 'utf8')) as { size: number; eventCount: number };
      assert.deepEqual([state.size, state.eventCount], [1025, 1025]);
      const mirror = await startMirror(stage);
      await stage.server.close();
      await until('the trouble is told', async () => (await mirror.status()).trouble ?? false);
      assert.equal((await mirror.status()).alarm, null, 'a log that is away is no finding');
      assert.equal(await mirror.stop(), 0);
    }));

  it('keeps a searchable copy of all matters', () =>
    onStage(async (stage) => {
      await commit(stage.house.database, [...paidApplication('A-1'), ...paidApplication('A-2').slice(0, 2)]);
      await stage.grow(5);
      await runOnce(stage);
      const mirror = await startMirror(stage);
      const read = async (path: string) => (await (await fetch(`${mirror.url}${path}`)).json()) as { items: Record<string, unknown>[] };
      assert.deepEqual((await read('/matters?q=office')).items.map(({ applicationId, state, amountFen }) => [applicationId, state, amountFen]).sort(), [['A-1', 'closed', 12_345], ['A-2', 'approved', 12_345]]);
      assert.equal((await read('/matters?q=a-2 approved')).items.length, 1);
      assert.equal((await read('/matters?q=nothing')).items.length, 0);
      assert.equal((await read('/matters/A-1')).items.length, 8);
      assert.equal((await fetch(`${mirror.url}/matters/A-9`)).status, 404);
      for (const [lang, word] of [['zh', '联盟镜像'], ['en', 'Alliance mirror']] as const) assert.ok((await (await fetch(`${mirror.url}/?lang=${lang}&q=A-1`)).text()).includes(word));
    }));

  it('started from nothing comes to the same, and goes on where a killed one ended', () =>
    onStage(async (stage) => {
      await stage.grow(2_000);
      const killed = await startMirror(stage);
      killed.child.kill('SIGKILL');
      await once(killed.child, 'exit');
      await stage.grow(100);
      assert.equal((await runOnce(stage)).code, 0);
      const state = () => JSON.parse(readFileSync(join(stage.folder, 'state.json'), 'utf8')) as Record<string, unknown>;
      const first = state();
      rmSync(stage.folder, { recursive: true });
      assert.equal((await runOnce(stage)).code, 0);
      assert.deepEqual(state(), first);
    }));

  it('raises the alarm at a rollback, names where it begins, and ends with 3 until a person has looked', () =>
    onStage(async (stage) => {
      await stage.grow(600);
      const note = stage.log.checkpoint();
      const honest = serveHonestly(stage.log, stage.house.database);
      await stage.grow(100);
      const mirror = await startMirror(stage);
      await until('it follows', async () => (await mirror.status()).treeSize === 700);
      stage.server.serve({ ...honest, file: async (path) => (path === 'checkpoint' ? Buffer.from(note) : honest.file(path)) });
      const alarm = await until('the alarm', async () => (await mirror.status()).alarm ?? false);
      assert.deepEqual([alarm.kind, alarm.firstBadLeaf], ['rollback', 600]);
      assert.deepEqual([alarm.kept, alarm.offered], [stage.log.checkpoint(), note], 'both signed notes are kept as evidence');
      assert.match(await (await fetch(mirror.url)).text(), /data-alarm="rollback"/);
      assert.equal((await fetch(`${mirror.url}/add-checkpoint`, { method: 'POST', body: `old 0\n\n${note}` })).status, 503, 'nothing is signed any more');
      assert.equal(await mirror.stop(), 3);
      stage.server.serve(honest);
      assert.equal((await runOnce(stage)).code, 3, 'an alarm outlives a restart');
      rmSync(join(stage.folder, 'alarm.json'));
      assert.equal((await runOnce(stage)).code, 0);
    }));

  it('raises the alarm at a fork, whether longer, shorter or of the same size, on every mirror', () =>
    onStage(async (stage) => {
      await stage.grow(500);
      const honest = serveHonestly(stage.log, stage.house.database);
      const folders = [join(stage.house.folder, 'one'), join(stage.house.folder, 'two')];
      for (const size of [500, 800, 300]) {
        const fork = await otherHistory(stage, size);
        for (const folder of folders) {
          stage.server.serve(honest);
          assert.equal((await runOnce({ ...stage, folder })).code, 0);
          stage.server.serve(fork);
          assert.equal((await runOnce({ ...stage, folder })).code, 3, `${size} leaves`);
          const alarm = alarmOf({ ...stage, folder });
          assert.deepEqual([alarm.kind, alarm.firstBadLeaf], [size < 500 ? 'rollback' : 'fork', 0]);
          rmSync(folder, { recursive: true });
        }
      }
    }));

  it('names the leaf whose event was altered, dropped or swapped in the export', () =>
    onStage(async (stage) => {
      await stage.grow(40);
      const honest = serveHonestly(stage.log, stage.house.database);
      const lie = (change: (lines: string[]) => string[]) => stage.server.serve({ ...honest, events: async (...range) => change((await honest.events(...range)).trimEnd().split('\n')).map((line) => `${line}\n`).join('') });
      for (const change of [
        (lines: string[]) => lines.with(17, lines[17]!.replace('review', 'rewiev')),
        (lines: string[]) => lines.toSpliced(17, 1),
        (lines: string[]) => lines.with(17, lines[18]!).with(18, lines[17]!),
      ]) {
        lie(change);
        assert.equal((await runOnce(stage)).code, 3);
        assert.deepEqual([alarmOf(stage).kind, alarmOf(stage).firstBadLeaf], ['eventAltered', 17]);
        rmSync(stage.folder, { recursive: true });
      }
    }));

  it('holds the log against the contract: one that has forgotten what was anchored is found by a mirror that starts from nothing', () =>
    onStage(async (stage) => {
      const evm = await startTestEvmNode();
      stage.house.onLeave(() => evm.kill());
      const anchorer = stage.house.openAnchorer(stage.log, evm.url);
      await anchorer.start();
      await stage.grow(400);
      await until('it is anchored', () => (anchorer.status().head?.treeSize ?? 0) >= 400);
      await anchorer.stop();
      const anchoredSize = anchorer.status().head?.treeSize ?? 0;
      const chain = ['--rpc', evm.url, '--contract', anchorer.status().contract as string];
      assert.equal((await runOnce(stage, ...chain)).code, 0);
      for (const [size, kind] of [[anchoredSize + 50, 'chainDiffers'], [anchoredSize - 50, 'rollback']] as const) {
        stage.server.serve(await otherHistory(stage, size));
        rmSync(stage.folder, { recursive: true });
        assert.equal((await runOnce(stage, ...chain)).code, 3);
        assert.equal(alarmOf(stage).kind, kind);
      }
      await evm.kill();
      stage.server.serve(serveHonestly(stage.log, stage.house.database));
      rmSync(stage.folder, { recursive: true });
      const { code, output } = await runOnce(stage, ...chain);
      assert.equal(code, 1, 'a chain that is away is trouble and no finding');
      assert.match(output, /"trouble":"chain/);
      assert.ok(!existsSync(join(stage.folder, 'alarm.json')));
    }));
});


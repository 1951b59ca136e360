import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pino from 'pino';
import { keepRunning, type PartHouse } from './part.ts';
import { openRunFile, readRunState, stopOrphans } from './run-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'gbc-part-'));
after(() => rmSync(folder, { recursive: true }));

const forever = ['-e', 'console.log("up"); setInterval(() => {}, 1000)', folder];
const runFile = openRunFile(folder);

function house(onLost: PartHouse['onLost'] = (_, error) => assert.fail(error)): PartHouse {
  return { runFile, log: pino({ level: 'silent' }), onLost };
}

const recordedPid = () => readRunState(folder)?.parts.bank?.pid;

test('a program that is killed is started again, and stopped for good when asked', async () => {
  const lives: number[] = [];
  const again = Promise.withResolvers<void>();
  const part = keepRunning({
    name: 'bank',
    spawn: async () => spawn(process.execPath, forever, { stdio: ['ignore', 'pipe', 'ignore'] }),
    async ready(_signal, child) {
      await once(child.stdout!, 'data');
      lives.push(child.pid as number);
      if (lives.length === 2) again.resolve();
    },
  }, house());
  await part.ready;
  process.kill(lives[0] as number, 'SIGKILL');
  await again.promise;
  assert.notEqual(lives[0], lives[1]);
  assert.equal(recordedPid(), lives[1]);
  await part.stop();
  assert.throws(() => process.kill(lives[1] as number, 0), { code: 'ESRCH' });
});

test('a program that never answers is given up and told once', async () => {
  const lost: string[] = [];
  let starts = 0;
  const part = keepRunning({
    name: 'bank',
    async spawn() {
      starts += 1;
      return spawn(process.execPath, ['-e', 'process.exit(7)'], { stdio: 'ignore' });
    },
    ready: (signal) => once(signal, 'abort').then(() => undefined),
  }, house((name) => lost.push(name)));
  await assert.rejects(part.ready, /exit code 7/);
  assert.deepEqual(lost, ['bank']);
  assert.equal(starts, 7);
});

test('an orphan is ended if pid, start time and folder fit, and left alone otherwise', async () => {
  const ours = spawn(process.execPath, forever, { stdio: ['ignore', 'pipe', 'ignore'] });
  const foreign = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)'], { stdio: ['ignore', 'pipe', 'ignore'] });
  await Promise.all([once(ours.stdout, 'data'), once(foreign.stdout, 'data')]);
  const ended = once(ours, 'exit');
  runFile.started('bank', ours.pid as number);
  runFile.started('evmNode', foreign.pid as number);
  assert.deepEqual(await stopOrphans(folder), ['bank']);
  await ended;
  assert.equal(process.kill(foreign.pid as number, 0), true);
  foreign.kill('SIGKILL');
});

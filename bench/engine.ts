/**
 * Instances a second of a process of five nodes with three jobs: over gRPC, ours (durable) and Zeebe's own engine (in memory) by the
 * same client with as many instances at once; and ours in process, with how long one instance takes alone. All run in turn, warmed up.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRealZeebe } from '@gbc/engine/behaviour';
import { migrate, openDatabase } from '@gbc/prisma';
import { Steps } from '../app/steps.ts';
import { startEngineProgram } from '../test/engine-program.ts';
import { startPostgresServer } from '../test/postgres-server.ts';
import { openInProcess } from './engine/in-process.ts';
import { openOverGrpc } from './engine/over-grpc.ts';
import { instancesPerSecond } from './engine/run.ts';
import { figure, median, type Figure } from './figure.ts';

const rounds = 5;
const atOnce = 64;
const overGrpcCount = 200;
const inProcessCount = 1000;
const aloneCount = 101;
const latencyLimitMs = 10;

/** Figures `engine.grpc` and `engine.inProcess` (instances a second), `engine.latency` (ms, median from create to finished). */
export async function* figures(): AsyncGenerator<Figure> {
  const steps = new Steps(process.stderr);
  const zeebe = await startRealZeebe();
  if ('skipped' in zeebe) throw new Error(`nothing to compare with: ${zeebe.skipped}`);
  const dataDir = mkdtempSync(join(tmpdir(), 'gbc-bench-engine-'));
  const [program, postgres] = await Promise.all([startEngineProgram(dataDir), startPostgresServer()]);
  await migrate(postgres.url);
  const database = openDatabase(postgres.url);
  const [theirs, ours, inProcess] = await Promise.all([openOverGrpc(zeebe.address), openOverGrpc(`127.0.0.1:${program.port}`), openInProcess(database)]);
  const measured = { theirs: [] as number[], ours: [] as number[], inProcess: [] as number[], aloneMs: [] as number[] };

  async function round(): Promise<void> {
    measured.theirs.push(await instancesPerSecond(theirs.target, theirs.lastJobs, overGrpcCount, atOnce));
    measured.ours.push(await instancesPerSecond(ours.target, ours.lastJobs, overGrpcCount, atOnce));
    measured.inProcess.push(await instancesPerSecond(inProcess.target, inProcess.lastJobs, inProcessCount, atOnce));
    for (let n = 0; n < aloneCount; n += 1) measured.aloneMs.push(1000 / (await instancesPerSecond(inProcess.target, inProcess.lastJobs, 1, 1)));
  }

  try {
    await steps.run({ zh: '预热', en: 'warm-up' }, round);
    for (const values of Object.values(measured)) values.length = 0;
    for (let n = 1; n <= rounds; n += 1) await steps.run({ zh: `第 ${n} 轮`, en: `round ${n} of ${rounds}` }, round);
  } finally {
    await Promise.all([theirs.close(), ours.close(), inProcess.close()]);
    await database.close();
    await Promise.all([zeebe.stop(), program.stop(), postgres.stop()]);
    rmSync(dataDir, { recursive: true, force: true });
  }
  const reference = 'Zeebe 8.8.21 over gRPC, in memory';
  yield figure('engine.grpc', median(measured.ours), 'instances/s', reference, median(measured.theirs));
  yield figure('engine.inProcess', median(measured.inProcess), 'instances/s', reference, median(measured.theirs));
  yield figure('engine.latency', median(measured.aloneMs), 'ms', 'the limit', latencyLimitMs);
}

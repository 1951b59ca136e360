/**
 * Instances a second of a process of five nodes with three jobs on a real Zeebe, in memory: through our adapter without listeners, with
 * those that route people and money, and with all of them, each event written; beside the SDK's own client on the same Zeebe. In turn, warmed up.
 */
import { randomUUID } from 'node:crypto';
import { startRealZeebe } from '@gbc/engine/behaviour';
import { type ListenerSet, openZeebeEngine } from '@gbc/engine-zeebe';
import { createRecorder } from '@gbc/applications';
import { systemEnvironment as env } from '@gbc/events';
import { migrate, openDatabase } from '@gbc/prisma';
import { Steps } from '../app/steps.ts';
import { startPostgresServer } from '../test/postgres-server.ts';
import { jobTypes, lastJobType, model, processId, variables } from './engine/model.ts';
import { openOverGrpc } from './engine/over-grpc.ts';
import { instancesPerSecond, LastJobs } from './engine/run.ts';
import { figure, median, type Figure } from './figure.ts';

const rounds = 3;
const count = 150;
const atOnce = 32;
const sets: Readonly<Record<string, ListenerSet>> = { plain: 'none', minimal: 'minimal', full: 'full' };

/** Figures `zeebe.plain`, `zeebe.minimal`, `zeebe.full` (instances a second). A fresh engine for each client: its log is never compacted. */
export async function* figures(): AsyncGenerator<Figure> {
  const steps = new Steps(process.stderr);
  const postgres = await startPostgresServer();
  await migrate(postgres.url);
  const database = openDatabase(postgres.url);

  async function onFreshZeebe(measure: (address: string) => Promise<number>): Promise<number> {
    const zeebe = await startRealZeebe();
    if ('skipped' in zeebe) throw new Error(`there is nothing to measure: ${zeebe.skipped}`);
    try {
      return await measure(zeebe.address);
    } finally {
      await zeebe.stop();
    }
  }

  const bySdk = (address: string) => openOverGrpc(address).then(async ({ target, lastJobs, close }) => {
    await instancesPerSecond(target, lastJobs, count, atOnce);
    const perSecond = await instancesPerSecond(target, lastJobs, count, atOnce);
    await close();
    return perSecond;
  });

  const byAdapter = (listeners: ListenerSet) => async (address: string) => {
    const lastJobs = new LastJobs();
    const engine = await openZeebeEngine({
      address, database, listeners,
      env: { now: () => env.now(), newId: randomUUID, random: Math.random },
      appendHook: createRecorder(env, () => undefined),
    });
    await engine.deploy([{ name: 'three-jobs.bpmn', content: new TextEncoder().encode(model) }]);
    const workers = jobTypes.map((type) => engine.openWorker({
      type, jobsActiveMax: atOnce,
      async handle({ processInstanceKey }) {
        if (type === lastJobType) lastJobs.done(processInstanceKey);
        return { kind: 'completed', variables: { [type]: true } };
      },
    }));
    const target = { create: async () => (await engine.createInstance({ processId, variables })).processInstanceKey, idle: async () => void (await engine.settle()) };
    await instancesPerSecond(target, lastJobs, count, atOnce);
    const perSecond = await instancesPerSecond(target, lastJobs, count, atOnce);
    await Promise.all(workers.map((worker) => worker.close()));
    await engine.close();
    return perSecond;
  };

  const measured: Record<string, number[]> = { sdk: [], plain: [], minimal: [], full: [] };
  try {
    for (let n = 1; n <= rounds; n += 1) {
      await steps.run({ zh: `第 ${n} 轮`, en: `round ${n} of ${rounds}` }, async () => {
        measured['sdk']?.push(await onFreshZeebe(bySdk));
        for (const [name, set] of Object.entries(sets)) measured[name]?.push(await onFreshZeebe(byAdapter(set)));
      });
    }
  } finally {
    await database.close();
    await postgres.stop();
  }
  const reference = 'the SDK’s own client on Zeebe 8.8.21, in memory';
  for (const name of Object.keys(sets)) yield figure(`zeebe.${name}`, median(measured[name] ?? []), 'instances/s', reference, median(measured['sdk'] ?? []));
}

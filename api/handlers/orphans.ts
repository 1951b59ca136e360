import { listOrphans, previewRestart, restartOrphan, type Orphan } from '@gbc/applications';
import type { SignedIn } from '@gbc/identity';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';
import { supervisorOf } from '../supervisor.ts';

type Ids = 'getEngineStatus' | 'listOrphanedApplications' | 'restartApplication';

export function orphanHandlers({ database, env, engine, dispatcher, stream }: ApiParts): Handlers<Ids> {
  const { read } = database;

  /** Where it would begin again; nowhere yet while its flow isn't deployed on the engine that runs now. */
  async function placeOf(orphan: Orphan): Promise<readonly string[] | null> {
    try {
      return await database.transaction((tx) => previewRestart(tx, engine.engineId, orphan));
    } catch (error) {
      if ((error as { code?: unknown }).code === 'model.notFound') return null;
      throw error;
    }
  }

  async function orphanView(by: SignedIn, orphan: Orphan) {
    const { engineId: _, ...row } = orphan;
    const elementIds = await placeOf(orphan);
    return present({ ...row, elementIds: [...(elementIds ?? [])], mayRestart: elementIds !== null && supervisorOf(by, orphan.payerOrganisationId) !== undefined });
  }

  return {
    getEngineStatus: {
      async answer() {
        const { sweep, ...status } = engine.status;
        const { rows } = await read<{ n: number }>('select count(*)::int as n from outbox where done_at is null');
        const orphans = await listOrphans(read, engine.engineId, env.now());
        return { ...present(status), engineId: engine.engineId, commandsWaiting: rows[0]?.n ?? 0, orphans: orphans.length, sweep: sweep ?? null };
      },
    },
    listOrphanedApplications: {
      async answer({ by }) {
        const items = await listOrphans(read, engine.engineId, env.now());
        return { items: await Promise.all(items.map((orphan) => orphanView(by, orphan))) };
      },
    },
    restartApplication: {
      async run(tx, { by, params }) {
        const applicationId = params['applicationId'] ?? '';
        const [orphan] = await listOrphans(tx.query.bind(tx), engine.engineId, env.now(), applicationId);
        const actor = supervisorOf(by, orphan?.payerOrganisationId ?? null);
        if (!actor) throw new ApiError('access.denied');
        const { elementIds } = await restartOrphan(tx, env, actor, engine.engineId, applicationId);
        return { applicationId, elementIds: elementIds.join(' ') };
      },
      async answer(_call, { applicationId = '', elementIds = '' }) {
        await dispatcher.flush();
        for (const topic of ['tasks', 'engine'] as const) stream.publish(topic);
        stream.publish('application', applicationId);
        return { applicationId, elementIds: elementIds.split(' ').filter(Boolean) };
      },
    },
  };
}

import { ApplicationError, listOrphans, previewRestart, restartOrphan, type Orphan } from '@gbc/applications';
import type { SignedIn } from '@gbc/identity';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';
import { supervisorActor, supervisorOf } from '../supervisor.ts';

type Ids = 'getEngineStatus' | 'listOrphanedApplications' | 'restartApplication';

export function orphanHandlers({ database, env, engine, dispatcher, stream }: ApiParts): Handlers<Ids> {
  const { read } = database;

  /** Where it would begin again; null while its flow isn't deployed on the engine that runs now. */
  async function placeOf(orphan: Orphan) {
    try {
      return await database.transaction((tx) => previewRestart(tx, engine.engineId, orphan));
    } catch (error) {
      if (error instanceof ApplicationError && error.code === 'model.notFound') return null;
      throw error;
    }
  }

  async function orphanView(by: SignedIn, { engineId: _engine, restart: _restart, ...row }: Orphan, place: Awaited<ReturnType<typeof placeOf>>) {
    const mayRestart = place !== null && supervisorOf(by, row.payerOrganisationId) !== undefined;
    return present({ ...row, stoodAt: [...(place?.stoodAt ?? [])], elementIds: [...(place?.elementIds ?? [])], mayRestart });
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
        return { items: await Promise.all(items.map(async (orphan) => orphanView(by, orphan, await placeOf(orphan)))) };
      },
    },
    restartApplication: {
      async run(tx, { by, params }) {
        const applicationId = params['applicationId'] ?? '';
        const actor = await supervisorActor(tx.query.bind(tx), by, applicationId);
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

import { appendEvents, systemEnvironment, type Actor, type Environment } from '@gbc/events';
import { recordReserveProof, type ReserveComparison } from '../index.ts';
import { people, type Scene } from './scene.ts';

const asActor = (person: (typeof people)[keyof typeof people]) => ({ kind: 'person', ...person }) as const satisfies Actor;

/** The two who keep the books of the scene. */
export const keepers = { one: asActor(people.districtFinance), other: asActor(people.districtFinanceToo) };

/** A clock that ticks like that of the scene and can be set, in Shanghai's time. */
export class MonthClock {
  #nowMs: number;
  readonly env: Environment = { ...systemEnvironment, now: () => new Date((this.#nowMs += 1)) };

  /** @param local a day such as `2026-10-05`, or with a time, `2026-10-05T09:00:00` */
  constructor(local: string) {
    this.#nowMs = momentOf(local).getTime();
  }

  set(local: string): void {
    this.#nowMs = momentOf(local).getTime();
  }
}

/** A moment of Shanghai's time. */
export const momentOf = (local: string): Date => new Date(`${local.includes('T') ? local : `${local}T00:00:00`}+08:00`);

/** Tells the log that the keepers' office is a district. */
export function registerDistrict({ database, env }: Scene): Promise<unknown> {
  return database.transaction((tx) =>
    appendEvents(tx, env, [
      { type: 'organisationRegistered', actor: { kind: 'system', name: 'test' }, data: { organisationId: people.districtFinance.organisationId, kind: 'district', creditCode: '', parentId: null } },
    ]),
  );
}

/** Keeps a reserve proof made now, with these differences. */
export function proveReserve({ database, env }: Scene, lines: ReserveComparison['lines'] = []): Promise<unknown> {
  return database.transaction((tx) => recordReserveProof(tx, env, { custodyFen: 0n, supplyFen: 0n, balancesFen: 0n, lines }));
}

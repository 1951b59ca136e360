import { EngineError, type ProcessEvent } from '@gbc/engine';
import { type EmbeddedEngine, openEmbeddedEngine } from '@gbc/engine-embedded';
import { ManualClock } from '@gbc/engine-embedded/testing';
import { type Gateway, openGateway } from '@gbc/engine-gateway';
import { createTestDatabase } from '@gbc/prisma/testing';
import { GatewayClient } from '../gateway-client.ts';
import type { Driver, Happening } from './driver.ts';

/** Like Zeebe's nudges after a jump, so that both clocks stay together. */
const nudgesMs = 3 * 1050;

type TaskEvent = Extract<ProcessEvent, { kind: 'userTaskOpened' | 'userTaskClosed' }>;

function toldOfTask(event: TaskEvent): Happening {
  const { processId, processInstanceKey, elementId, elementInstanceKey } = event;
  const place = { processId, processInstanceKey, elementId, elementInstanceKey };
  if (event.kind === 'userTaskClosed') return { ...place, kind: event.outcome === 'completed' ? 'taskCompleted' : 'taskCancelled', taskKey: event.taskKey, task: null };
  const { taskKey, assignee, candidateGroups, candidateUsers, dueDate, followUpDate, priority, form, headers } = event.task;
  const task = {
    assignee, candidateGroups, candidateUsers, dueDate: dueDate?.toISOString() ?? null, followUpDate: followUpDate?.toISOString() ?? null, priority,
    hasForm: form !== null, headers,
  };
  return { ...place, kind: 'taskOpened', taskKey, task };
}

function happeningOf(event: ProcessEvent): Happening | undefined {
  const { processId, processInstanceKey } = event;
  const ofProcess = { processId, processInstanceKey, elementId: processId, elementInstanceKey: processInstanceKey, isProcess: true };
  switch (event.kind) {
    case 'instanceStarted': return { ...ofProcess, kind: 'entered' };
    case 'instanceEnded': return { ...ofProcess, kind: event.outcome };
    case 'sequenceFlowTaken': case 'userTaskChanged': return undefined;
    case 'userTaskOpened': case 'userTaskClosed': return toldOfTask(event);
    default: {
      const place = { processId, processInstanceKey, elementId: event.elementId, elementInstanceKey: event.elementInstanceKey };
      if (event.kind === 'elementEntered') return { ...place, kind: 'entered', isProcess: false };
      if (event.kind === 'elementLeft') return { ...place, kind: event.outcome, isProcess: false };
      if (event.kind === 'incidentRaised') return { ...place, kind: 'raised', incidentKey: event.incidentKey, errorType: event.errorType };
      return { ...place, kind: 'resolved', incidentKey: event.incidentKey };
    }
  }
}

/** Drives our engine in this process through its gateway, with a clock that the driver moves. */
export class EmbeddedDriver implements Driver {
  readonly client: GatewayClient;
  readonly #engine: EmbeddedEngine;
  readonly #gateway: Gateway;
  readonly #clock: ManualClock;
  readonly #happenings: Happening[];
  readonly #errors: Error[];
  readonly #drop: () => Promise<void>;

  private constructor(parts: { engine: EmbeddedEngine; gateway: Gateway; clock: ManualClock; happenings: Happening[]; errors: Error[]; drop: () => Promise<void> }) {
    this.#engine = parts.engine;
    this.#gateway = parts.gateway;
    this.#clock = parts.clock;
    this.#happenings = parts.happenings;
    this.#errors = parts.errors;
    this.#drop = parts.drop;
    this.client = new GatewayClient(`127.0.0.1:${parts.gateway.port}`);
  }

  /** Opens an engine on a new database of the test server. */
  static async open(): Promise<EmbeddedDriver> {
    const database = await createTestDatabase();
    const clock = new ManualClock(new Date());
    const happenings: Happening[] = [];
    const errors: Error[] = [];
    const engine = await openEmbeddedEngine({
      database,
      env: clock,
      appendHook: async (_tx, events) => void happenings.push(...events.map(happeningOf).filter((it) => it !== undefined)),
      onError: (error) => void errors.push(error),
    });
    const gateway = await openGateway({ engine, port: 0 });
    return new EmbeddedDriver({ engine, gateway, clock, happenings, errors, drop: () => database.drop() });
  }

  settle(): Promise<void> {
    return this.#engine.settled();
  }

  /** What is due at once waits for this too, as the real engine looks at due dates now and then. */
  async advance(ms: number): Promise<void> {
    for (const jumpMs of [ms, nudgesMs]) {
      this.#clock.jump(jumpMs);
      do await this.settle(); while (this.#clock.wakeDue());
    }
  }

  async happenings(): Promise<Happening[]> {
    return this.#happenings.splice(0);
  }

  /** An exception of ours is answered as INTERNAL, or ends the run when the driver is closed. */
  failure(): string {
    return '';
  }

  completeUserTask(taskKey: string, variables: Readonly<Record<string, never>>): Promise<string> {
    return answered(this.#engine.completeUserTask(taskKey, variables));
  }

  assignUserTask(taskKey: string, assignee: string): Promise<string> {
    return answered(this.#engine.assignUserTask(taskKey, assignee));
  }

  async deleteResource(resourceKey: string): Promise<string> {
    return this.client.call('DeleteResource', { resourceKey }).then(() => 'OK', (error: { status: string }) => error.status);
  }

  async close(): Promise<void> {
    this.client.close();
    await this.#gateway.close();
    await this.#engine.close();
    await this.#drop();
    if (this.#errors.length > 0) throw new AggregateError(this.#errors, 'the engine had trouble that no caller heard of');
  }
}

async function answered(command: Promise<unknown>): Promise<string> {
  try {
    await command;
    return 'OK';
  } catch (error) {
    if (error instanceof EngineError) return error.code;
    throw error;
  }
}

import { EngineError, type WorkflowEngine } from '@gbc/engine';
import { appendEvent, type Environment } from '@gbc/events';
import type { Database, Tx } from '@gbc/prisma';
import { acceptDecision, refuseDecision } from './decide.ts';
import { markDone, postpone, readDue, type OutboxItem } from './outbox.ts';

export interface Dispatcher {
  start(): void;
  /** Looks at the outbox now. @returns after everything that was due has been tried once */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

export interface DispatcherOptions {
  readonly database: Database;
  readonly engine: WorkflowEngine;
  readonly env: Environment;
  readonly onError: (error: unknown, item: OutboxItem | null) => void;
  readonly pollMs?: number;
}

const batchSizeMax = 50;

/** 200 ms doubled for each failure, 30 s at most, with up to a fifth of jitter so that many don't return together. */
function backoffMs(attempts: number, random: number): number {
  return Math.min(30_000, 200 * 2 ** attempts) * (1 - random / 5);
}

type SendingParts = Pick<DispatcherOptions, 'database' | 'engine' | 'env' | 'onError'>;

async function send({ database, engine }: SendingParts, { applicationId, command }: OutboxItem): Promise<void> {
  // Keys repeat on another engine: there this one would mean somebody else's task.
  if ('engineId' in command && command.engineId !== engine.engineId) throw new EngineError('NOT_FOUND', `the engine ${command.engineId} is gone`);
  switch (command.kind) {
    case 'completeTask':
      return engine.completeUserTask(command.taskKey, command.variables);
    case 'cancelInstance':
      return engine.cancelInstance(command.processInstanceKey);
    case 'publishMessage':
      await engine.publishMessage(command);
      return;
    case 'startProcess':
      if (!(await hasInstance(database.read, engine.engineId, applicationId))) {
        await engine.createInstance({ processId: command.processId, variables: command.variables });
      }
  }
}

/** The step and its row share a transaction, so this tells whether an earlier try got through. */
async function hasInstance(read: Tx['query'], engineId: string, applicationId: string): Promise<boolean> {
  const { rows } = await read('select 1 from process_instance where engine_id = $1 and application_id = $2 limit 1', [engineId, applicationId]);
  return rows.length > 0;
}

async function settle({ database, env }: SendingParts, item: OutboxItem, outcome: 'accepted' | 'refused', code = ''): Promise<void> {
  await database.transaction(async (tx) => {
    const isTaken = outcome === 'accepted' || (await wasAccepted(tx, item));
    if (item.decisionId) await (isTaken ? acceptDecision(tx, env, item.decisionId) : refuseDecision(tx, env, item.decisionId, code));
    await markDone(tx, env, item.id, isTaken ? 'accepted' : 'refused');
  });
}

async function wasAccepted(tx: Tx, item: OutboxItem): Promise<boolean> {
  const { rows } = await tx.query<{ state: string }>('select state from decision where id = $1', [item.decisionId]);
  return rows[0]?.state === 'accepted';
}

async function retryLater({ database, env }: SendingParts, item: OutboxItem, error: unknown): Promise<void> {
  const delayMs = backoffMs(item.attempts, env.randomBytes(1).readUInt8() / 255);
  await database.transaction(async (tx) => {
    await postpone(tx, env, item.id, delayMs);
    if (item.attempts > 0 || !item.decisionId) return;
    const code = error instanceof EngineError ? error.code : 'UNKNOWN';
    const actor = { kind: 'system', name: 'dispatcher' } as const;
    await appendEvent(tx, env, { type: 'decisionUnknown', actor, applicationId: item.applicationId, data: { decisionId: item.decisionId, code } });
  });
}

/** An engine that answers "no" is believed; one that doesn't answer is asked again. */
async function dispatch(parts: SendingParts, item: OutboxItem): Promise<void> {
  try {
    await send(parts, item);
    await settle(parts, item, 'accepted');
  } catch (error) {
    if (error instanceof EngineError && !error.mayRetry && error.code !== 'INTERNAL') return settle(parts, item, 'refused', error.code);
    parts.onError(error, item);
    await retryLater(parts, item, error);
  }
}

/**
 * Sends what the outbox holds to the engine until the engine has answered. One dispatcher runs at a time (the process that
 * owns the engine); an answer that was lost is found by our own rows, which the engine's steps have written.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { database, env, onError, pollMs = 500 } = options;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isAgain = false;
  let isStopped = false;

  async function pass(): Promise<void> {
    const items = await readDue(database.read, env.now(), batchSizeMax);
    // Commands of one application keep their order; different applications don't wait for each other.
    const byApplication = Map.groupBy(items, (item) => item.applicationId);
    await Promise.all([...byApplication.values()].map(async (list) => {
      for (const item of list) await dispatch(options, item);
    }));
    if (items.length === batchSizeMax) isAgain = true;
  }

  async function run(): Promise<void> {
    try {
      while (isAgain && !isStopped) {
        isAgain = false;
        await pass();
      }
    } catch (error) {
      onError(error, null);
    } finally {
      running = undefined;
    }
  }

  function flush(): Promise<void> {
    isAgain = true;
    running ??= run();
    return running;
  }

  return {
    start() {
      timer = setInterval(() => void flush(), pollMs);
      void flush();
    },
    flush,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

import { EngineError, type WorkflowEngine } from '@gbc/engine';
import { appendEvent, type Environment } from '@gbc/events';
import type { Database, Tx } from '@gbc/prisma';
import { acceptDecisions, refuseDecision } from './decide.ts';
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

/** What came of telling the engine. */
type Answer = { readonly kind: 'accepted' } | { readonly kind: 'refused'; readonly code: string } | { readonly kind: 'unknown'; readonly error: unknown };

interface Answered {
  readonly item: OutboxItem;
  readonly answer: Answer;
  /** The data set that was asked. */
  readonly engineId: string;
}

async function send(engine: WorkflowEngine, { id, command }: OutboxItem, startedIds: ReadonlySet<string>): Promise<void> {
  // Keys repeat on another engine: there this one would mean somebody else's task.
  if ('engineId' in command && command.engineId !== engine.engineId) throw new EngineError('NOT_FOUND', `the engine ${command.engineId} is gone`);
  switch (command.kind) {
    case 'completeTask':
      return engine.completeUserTask(command.taskKey, command.variables);
    case 'modifyInstance':
      return engine.modifyInstance(command);
    case 'setVariables':
      return engine.setVariables(command.processInstanceKey, command.variables);
    case 'cancelInstance':
      return engine.cancelInstance(command.processInstanceKey);
    case 'publishMessage':
      await engine.publishMessage(command);
      return;
    case 'startProcess':
      if (startedIds.has(id)) return;
      await engine.createInstance({
        processId: command.processId,
        variables: command.variables,
        startInstructions: (command.restart?.elementIds ?? []).map((elementId) => ({ elementId })),
      });
  }
}

/**
 * The starts among these that have their instance: an earlier try got through. The step and its row share a transaction, so the rows tell. A
 * matter may be started more than once (a parked deposit, once somebody said what it is for): its nth start has the nth instance.
 */
async function readStarted(read: Tx['query'], items: readonly OutboxItem[]): Promise<Set<string>> {
  const starts = items.filter(({ command }) => command.kind === 'startProcess');
  if (starts.length === 0) return new Set();
  const { rows: known } = await read<{ id: string }>('select distinct application_id as id from process_instance where application_id = any($1)', [
    starts.map(({ applicationId }) => applicationId),
  ]);
  // Hardly ever is there one: a start is new.
  if (known.length === 0) return new Set();
  const { rows } = await read<{ id: string }>(
    `select item.id from outbox item where item.id = any($1) and item.application_id = any($2)
       and (select count(*) from process_instance instance where instance.application_id = item.application_id and instance.parent_process_instance_key is null)
         >= (select count(*) from outbox start where start.application_id = item.application_id and start.kind = 'startProcess' and (start.created_at, start.id) <= (item.created_at, item.id))`,
    [starts.map(({ id }) => id), known.map(({ id }) => id)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** On an engine that was started empty the flows are there in a moment: nobody's application is refused for that. */
const isEarly = ({ command }: OutboxItem, { code }: EngineError) => command.kind === 'startProcess' && code === 'NOT_FOUND';

/** An engine that answers "no" is believed; one that doesn't answer is asked again. */
async function tell({ engine }: SendingParts, item: OutboxItem, startedIds: ReadonlySet<string>): Promise<Answered> {
  const { engineId } = engine;
  try {
    await send(engine, item, startedIds);
    return { item, engineId, answer: { kind: 'accepted' } };
  } catch (error) {
    const isNo = error instanceof EngineError && !error.mayRetry && error.code !== 'INTERNAL' && !isEarly(item, error);
    return { item, engineId, answer: isNo ? { kind: 'refused', code: error.code } : { kind: 'unknown', error } };
  }
}

/** Writes down what the engine has said to many commands, in one transaction. */
async function settle({ database, env }: SendingParts, answered: readonly Answered[]): Promise<void> {
  if (answered.length === 0) return;
  await database.transaction(async (tx) => {
    const refused = answered.filter(({ answer }) => answer.kind === 'refused');
    const taken = await readAccepted(tx, refused);
    const isTaken = ({ item, answer }: Answered) => answer.kind === 'accepted' || (item.decisionId !== null && taken.has(item.decisionId));
    await acceptDecisions(tx, env, answered.filter(isTaken).flatMap(({ item }) => item.decisionId ?? []));
    for (const it of refused) if (it.item.decisionId && !isTaken(it)) await refuseDecision(tx, env, it.item.decisionId, it.answer.kind === 'refused' ? it.answer.code : '');
    await markDone(tx, env, answered.map((it) => ({ id: it.item.id, outcome: isTaken(it) ? 'accepted' : 'refused', engineId: it.engineId })));
  });
}

/** A "no" to what was done before: the decisions among these that the engine's own step has accepted. */
async function readAccepted(tx: Tx, refused: readonly Answered[]): Promise<Set<string>> {
  const ids = refused.flatMap(({ item }) => item.decisionId ?? []);
  if (ids.length === 0) return new Set();
  const { rows } = await tx.query<{ id: string }>(`select id from decision where id = any($1::uuid[]) and state = 'accepted'`, [ids]);
  return new Set(rows.map(({ id }) => id));
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

/** Tells the engine commands of different applications at once, so that it can take them in one step, and settles what it answers. */
async function dispatch(parts: SendingParts, items: readonly OutboxItem[]): Promise<void> {
  const failed = async (item: OutboxItem, error: unknown) => {
    parts.onError(error, item);
    await retryLater(parts, item, error);
  };
  let answered: Answered[];
  try {
    const startedIds = await readStarted(parts.database.read, items);
    answered = await Promise.all(items.map((item) => tell(parts, item, startedIds)));
    await settle(parts, answered.filter(({ answer }) => answer.kind !== 'unknown'));
  } catch (error) {
    for (const item of items) await failed(item, error);
    return;
  }
  for (const { item, answer } of answered) if (answer.kind === 'unknown') await failed(item, answer.error);
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
    const byApplication = [...Map.groupBy(items, (item) => item.applicationId).values()];
    for (let n = 0; ; n += 1) {
      const next = byApplication.flatMap((list) => list[n] ?? []);
      if (next.length === 0) break;
      await dispatch(options, next);
    }
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

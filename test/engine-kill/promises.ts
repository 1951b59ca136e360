import assert from 'node:assert/strict';
import type { Key } from '@gbc/engine';
import type { Database } from '@gbc/prisma';
import type { Told } from './told.ts';

interface LoggedRecord {
  readonly valueType: string;
  readonly intent: string;
}

interface LoggedCommand {
  readonly position: number;
  readonly records: readonly LoggedRecord[];
}

/** What happens to every instance exactly once or twice, however often the engine was killed. */
const expectedCounts: Readonly<Record<string, number>> = { 'JOB COMPLETED': 2, 'USER_TASK COMPLETED': 1, 'TIMER TRIGGERED': 1, 'PROCESS_INSTANCE_CREATION CREATED': 1 };

/** What the engine has answered, and so must hold. */
export class Promises {
  readonly #created = new Set<Key>();
  readonly #tasksCompleted = new Set<Key>();
  readonly #amountsFen = new Map<Key, number>();
  /** Instances whose first job was completed before the last was handed out. */
  readonly #firstDone = new Set<Key>();

  take(told: Told): void {
    if (told.kind === 'created') this.#created.add(told.processInstanceKey);
    if (told.kind === 'variableSet') this.#amountsFen.set(told.processInstanceKey, told.amountFen);
    if (told.kind === 'taskCompleted') this.#tasksCompleted.add(told.taskKey);
    if (told.kind !== 'handed') return;
    if (told.type === 'last') this.#firstDone.add(told.processInstanceKey);
    else assert.ok(!this.#firstDone.has(told.processInstanceKey), `${told.processInstanceKey}: a job is handed out whose completion was told`);
  }

  get count(): number {
    return this.#created.size + this.#tasksCompleted.size + this.#amountsFen.size;
  }

  /** Right after a kill: what was answered is there. */
  async check(database: Database): Promise<void> {
    const { rows: instances } = await database.read<{ key: bigint }>('select process_instance_key as key from engine_process_instance');
    const known = new Set(instances.map(({ key }) => String(key)));
    for (const key of this.#created) assert.ok(known.has(key), `instance ${key} was answered and is lost`);
    const { rows: tasks } = await database.read<{ id: Key }>("select id from engine_row where kind = 'userTask'");
    for (const { id } of tasks) assert.ok(!this.#tasksCompleted.has(id), `task ${id} was completed and is open again`);
    const { rows: amounts } = await database.read<{ key: Key; amount: number }>(
      "select value::json ->> 'scopeKey' as key, (value::json ->> 'value')::integer as amount from engine_row where kind = 'variable' and value::json ->> 'name' = 'amountFen'",
    );
    for (const { key, amount } of amounts) assert.equal(amount, this.#amountsFen.get(key) ?? amount, `instance ${key} lost a variable`);
  }

  /** When all is done: every instance has completed, and each of its steps was taken once. */
  async checkEnd(database: Database): Promise<void> {
    await this.check(database);
    const { rows: instances } = await database.read<{ key: bigint; outcome: string }>('select process_instance_key as key, outcome from engine_process_instance');
    assert.deepEqual(instances.filter(({ outcome }) => outcome !== 'completed'), []);
    const { rows: live } = await database.read<{ kind: string }>('select distinct kind from engine_row order by kind');
    assert.deepEqual(live.map(({ kind }) => kind), ['processDefinition', 'resource']);
    const { rows } = await database.read<{ key: bigint | null; commands: string }>('select process_instance_key as key, commands from engine_record');
    const commands = rows.flatMap(({ key, commands }) => (JSON.parse(commands) as LoggedCommand[]).map((command) => ({ key, ...command })));
    let next = 1;
    const counts = new Map<bigint, Record<string, number>>();
    for (const { key, position, records } of commands.sort((one, other) => one.position - other.position)) {
      assert.equal(position, next, 'the records have no gap');
      next += records.length;
      if (key !== null) count(counts.get(key) ?? counts.set(key, {}).get(key) ?? {}, records);
    }
    for (const { key } of instances) assert.deepEqual(counts.get(key), expectedCounts, `instance ${key}`);
  }
}

function count(counts: Record<string, number>, records: readonly LoggedRecord[]): void {
  for (const { valueType, intent } of records) {
    const name = `${valueType} ${intent}`;
    if (name in expectedCounts) counts[name] = (counts[name] ?? 0) + 1;
  }
}

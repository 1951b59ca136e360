import type { Key, Variables } from '@gbc/engine';
import type { EngineRecord } from '../record/record.ts';
import type { EmittedRecord } from '../transition/step.ts';

/** Records that follow each other, of one command and one instance. */
interface CommandRecords {
  /** Of the first record. */
  readonly position: number;
  readonly command: string;
  readonly records: EngineRecord[];
}

/** Everything that a transaction tells of one process instance, or of none. */
export interface LogRow {
  readonly processInstanceKey: Key | null;
  readonly commands: CommandRecords[];
}

export interface StartedInstance {
  readonly processInstanceKey: Key;
  readonly processDefinitionKey: Key;
  readonly parentProcessInstanceKey: Key | null;
}

export interface EndedInstance {
  readonly processInstanceKey: Key;
  readonly outcome: 'completed' | 'terminated';
  /** What it left behind, where a client waits for that. */
  readonly result?: Variables;
}

/** The records of one transaction as they are stored: a row an instance, however many commands concern it. */
export class TransactionLog {
  readonly at: Date;
  readonly started: StartedInstance[] = [];
  readonly ended: EndedInstance[] = [];
  #lastPosition: number;
  readonly #results = new Map<Key, Variables>();
  readonly #rows = new Map<Key | null, LogRow>();

  /** `lastPosition` is that of the newest record before this transaction. */
  constructor(at: Date, lastPosition: number) {
    this.at = at;
    this.#lastPosition = lastPosition;
  }

  get lastPosition(): number {
    return this.#lastPosition;
  }

  /** In the order of their first records. */
  get rows(): LogRow[] {
    return [...this.#rows.values()];
  }

  append(command: string, emitted: readonly EmittedRecord[]): void {
    let owner: Key | null | undefined;
    let run: EngineRecord[] = [];
    for (const { processInstanceKey, record } of emitted) {
      this.#lastPosition += 1;
      if (owner !== processInstanceKey) {
        owner = processInstanceKey;
        run = [];
        this.#rowOf(owner).commands.push({ position: this.#lastPosition, command, records: run });
      }
      run.push(record);
      this.#noteInstance(record);
    }
  }

  #rowOf(processInstanceKey: Key | null): LogRow {
    let row = this.#rows.get(processInstanceKey);
    if (!row) this.#rows.set(processInstanceKey, (row = { processInstanceKey, commands: [] }));
    return row;
  }

  #noteInstance({ valueType, intent, value }: EngineRecord): void {
    if (valueType === 'PROCESS_INSTANCE_CREATION') this.started.push(value);
    if (valueType === 'PROCESS_INSTANCE_RESULT') this.#results.set(value.processInstanceKey, value.variables);
    if (valueType !== 'PROCESS_INSTANCE' || !('elementType' in value) || value.elementType !== 'process') return;
    const { processInstanceKey } = value;
    const result = this.#results.get(processInstanceKey);
    if (intent === 'ELEMENT_COMPLETED') this.ended.push({ processInstanceKey, outcome: 'completed', ...(result ? { result } : {}) });
    if (intent === 'ELEMENT_TERMINATED') this.ended.push({ processInstanceKey, outcome: 'terminated' });
  }
}

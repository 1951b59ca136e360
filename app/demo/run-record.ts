import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileDurably } from '../durable-file.ts';

/** The steps of a walk, in their order. */
export const steps = [
  'seed', 'deposit', 'match', 'department', 'street', 'subsidy', 'draft', 'submit', 'reject', 'resubmit', 'review', 'payout', 'dispute', 'answer', 'confirm',
  'order', 'receive', 'refuse', 'reorder', 'receiveAgain', 'pay', 'reserve', 'prove',
] as const;
export type Step = (typeof steps)[number];

interface Walk {
  /** 1 for the first walk in this data folder; ids, dates and keys of a walk come from it, so that a resumed walk is the same walk. */
  readonly number: number;
  readonly done: readonly Step[];
}

/** What is known of the walk in a data folder after everything else was killed: `DATA_DIR/demo/run.json`. */
export interface RunRecord {
  readonly number: number;
  /** Writes down that a step is through; it may be repeated. */
  finish(step: Step): void;
}

export const demoFolder = (dataDir: string) => join(dataDir, 'demo');
const pathIn = (dataDir: string) => join(demoFolder(dataDir), 'run.json');

function readRecord(dataDir: string): Walk | undefined {
  try {
    return JSON.parse(readFileSync(pathIn(dataDir), 'utf8')) as Walk;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The last step that the walk of a data folder has finished; undefined before the first. */
export function lastStep(dataDir: string): Step | undefined {
  return readRecord(dataDir)?.done.at(-1);
}

/** Opens the record: that of the last walk to go on with it, else a new one. The product must have made the folder before. */
export function openRunRecord(dataDir: string, resume: boolean): RunRecord {
  mkdirSync(demoFolder(dataDir), { recursive: true });
  const last = readRecord(dataDir);
  let record: Walk = resume && last ? last : { number: (last?.number ?? 0) + 1, done: [] };
  const write = (next: Walk) => {
    record = next;
    writeFileDurably(pathIn(dataDir), `${JSON.stringify(record)}\n`);
  };
  write(record);
  return {
    number: record.number,
    finish: (step) => write({ ...record, done: [...record.done.filter((it) => it !== step), step] }),
  };
}

import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PartName } from '../../app/run-file.ts';

/** Who can be killed; `postgresTree` is Postgres with all its processes at once, `postgres` the first of them, as the kernel's out-of-memory killer may choose. */
export type Victim = 'parent' | 'postgresTree' | PartName;

/** What a process of the product is to do about being killed at a moment. It is read from a file, so that it can be changed while the process runs. */
export interface Plan {
  /** The kill's number. */
  readonly number: number;
  /** Only at a moment that has this name; undefined: at any ... */
  readonly at?: string | undefined;
  /** ... but at none whose names are all among these. */
  readonly notOnlyAt: readonly string[];
  /** Only at a moment of the database's, since no writer is killed. */
  readonly isOfDatabase: boolean;
  /** So many moments that would do are let pass. */
  readonly skip: number;
  /** In their order; `writer` is whoever is at the moment. */
  readonly victims: readonly (Victim | 'writer')[];
}

/** What a process writes down: a name that it passes for the first time, or that it kills here. */
export type JournalEntry =
  | { readonly passed: string; readonly process: string }
  | { readonly killedAt: readonly string[]; readonly number: number; readonly process: string };

export const planVariable = 'GBC_KILL_FOLDER';
const planName = 'plan.json';
const journalName = 'journal.jsonl';

export function writePlan(folder: string, plan: Plan): void {
  const path = join(folder, planName);
  writeFileSync(`${path}.new`, JSON.stringify(plan));
  renameSync(`${path}.new`, path);
}

export const dropPlan = (folder: string) => rmSync(join(folder, planName), { force: true });

/** Reads the plan anew where its file has changed. */
export function planReader(folder: string): () => Plan | undefined {
  const path = join(folder, planName);
  let readAt = 0;
  let plan: Plan | undefined;
  return () => {
    const changedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (changedAt === undefined) return undefined;
    if (changedAt !== readAt) {
      try {
        plan = JSON.parse(readFileSync(path, 'utf8')) as Plan;
      } catch {
        return undefined; // dropped in this moment
      }
      readAt = changedAt;
    }
    return plan;
  };
}

/** Synchronous, since the process may be dead a moment later. */
export const writeJournal = (folder: string, entry: JournalEntry) => appendFileSync(join(folder, journalName), `${JSON.stringify(entry)}\n`);

/** A kill that was planned is still to come. */
export const isPlanned = (folder: string) => existsSync(join(folder, planName));

/** What was written down from `offset` (bytes) on, and where the next look begins. */
export function readJournal(folder: string, offset: number): { entries: JournalEntry[]; offset: number } {
  const path = join(folder, journalName);
  if (!existsSync(path)) return { entries: [], offset };
  const bytes = readFileSync(path).subarray(offset);
  const end = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').filter(Boolean);
  return { entries: lines.map((line) => JSON.parse(line) as JournalEntry), offset: offset + end };
}

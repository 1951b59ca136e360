import type { Environment } from '@gbc/events';
import { findSignedIn, type SignedIn } from '@gbc/identity';
import type { Database, Tx } from '@gbc/prisma';
import { ApplicationError } from '../application-error.ts';
import { allocate } from '../draft.ts';
import { lineColumns, readAllocationFile, type AllocationFile, type AllocationLine, type LineFinding } from './allocation-file.ts';
import { allocationFlowOf } from './check-lines.ts';
import { allocatingRole } from './upload.ts';

export interface AllocatorOptions {
  readonly database: Database;
  readonly env: Environment;
  /** Told after every few lines, and at the end. */
  readonly onProgress: (fileId: string) => Promise<void> | void;
  readonly onError: (error: unknown) => void;
  /** How often to look again for what an error has left. Default 5 s. */
  readonly pollMs?: number;
}

export interface Allocator {
  /** Goes on with what was submitted, also before the process began. */
  start(): void;
  /** Looks for submitted files. @returns when none is left */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const linesATurn = 20;

/**
 * Makes applications of the lines of submitted files: each in a transaction of its own with its line, so that a line is made once whenever the
 * process dies. One allocator runs at a time, in the process that owns the engine.
 */
export function createAllocator({ database, env, onProgress, onError, pollMs = 5_000 }: AllocatorOptions): Allocator {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isAgain = false;
  let isStopped = false;

  async function run(): Promise<void> {
    try {
      while (isAgain && !isStopped) {
        isAgain = false;
        await pass();
      }
    } catch (error) {
      onError(error);
    } finally {
      running = undefined;
    }
  }

  /** A file in trouble waits for the next look and holds up no other. */
  async function pass(): Promise<void> {
    const troubled: string[] = [];
    for (let file = await nextFile(troubled); file && !isStopped; file = await nextFile(troubled)) {
      try {
        await work(file);
      } catch (error) {
        troubled.push(file.fileId);
        onError(error);
      }
    }
  }

  async function nextFile(without: readonly string[]): Promise<AllocationFile | undefined> {
    const { rows: [next] } = await database.read<{ id: string }>(
      `select id from allocation_file where state = 'submitting' and id <> all($1::uuid[]) order by submitted_at, id limit 1`,
      [without],
    );
    return next && readAllocationFile(database.read, next.id);
  }

  async function work(file: AllocationFile): Promise<void> {
    await (file.isAllOrNone ? allAtOnce(database, env, file) : someLines(file));
    await onProgress(file.fileId);
  }

  async function someLines({ fileId }: AllocationFile): Promise<void> {
    const { rows } = await database.read<{ rowNo: number }>(`select row_no "rowNo" from allocation_line where file_id = $1 and state = 'ready' order by row_no limit $2`, [fileId, linesATurn]);
    for (const { rowNo } of rows) {
      if (isStopped) return;
      try {
        await database.transaction((tx) => submitLine(tx, env, fileId, rowNo));
      } catch (error) {
        await refuseLine(database, fileId, rowNo, error);
      }
    }
    if (rows.length < linesATurn) await database.write(`update allocation_file set state = 'done', finished_at = $2 where id = $1`, [fileId, env.now()]);
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

/** All lines in one transaction; where one is refused, so is the file. */
async function allAtOnce(database: Database, env: Environment, { fileId }: AllocationFile): Promise<void> {
  const { rows } = await database.read<{ rowNo: number }>(`select row_no "rowNo" from allocation_line where file_id = $1 and state = 'ready' order by row_no`, [fileId]);
  let current = 0;
  try {
    await database.transaction(async (tx) => {
      for (const { rowNo } of rows) {
        current = rowNo;
        await submitLine(tx, env, fileId, rowNo);
      }
      await tx.query(`update allocation_file set state = 'done', finished_at = $2 where id = $1`, [fileId, env.now()]);
    });
  } catch (error) {
    await refuseLine(database, fileId, current, error);
    await database.write(`update allocation_file set state = 'refused', finished_at = $2 where id = $1`, [fileId, env.now()]);
  }
}

/** Makes the application of a line as the person who submitted the file. A line that was made already stays as it is. */
async function submitLine(tx: Tx, env: Environment, fileId: string, rowNo: number): Promise<void> {
  const read = tx.query.bind(tx);
  const { rows: [line] } = await tx.query<AllocationLine>(`select ${lineColumns} from allocation_line where file_id = $1 and row_no = $2 and state = 'ready' for update`, [fileId, rowNo]);
  if (!line) return;
  const file = await readAllocationFile(read, fileId);
  const by = await findSignedIn(read, file.uploadedBy);
  if (!by) throw new ApplicationError('allocation.notAllowed');
  const applicationId = await makeApplication(tx, env, by, file, line);
  await tx.query(`update allocation_line set state = 'submitted', application_id = $3 where file_id = $1 and row_no = $2`, [fileId, rowNo, applicationId]);
}

async function makeApplication(tx: Tx, env: Environment, by: SignedIn, { payerOrganisationId }: AllocationFile, { cells, organisationId, projectId, amountFen, reference }: AllocationLine): Promise<string> {
  const role = allocatingRole(by, payerOrganisationId);
  const payer = by.memberships.find((it) => it.organisationId === payerOrganisationId);
  const flow = allocationFlowOf(payer?.organisationKind ?? '');
  if (!flow) throw new ApplicationError('allocation.notAllowed');
  const actor = { kind: 'person', personId: by.personId, organisationId: payerOrganisationId, role } as const;
  const purpose = cells.purpose.trim();
  const title = `${reference ?? ''} ${purpose}`.trim().slice(0, 200);
  return allocate(tx, env, actor, {
    processId: flow.processId, payerOrganisationId, applicantOrganisationId: organisationId ?? '',
    form: { proposal: { title, purpose, projectId }, amountFen: Number(amountFen) }, documents: [],
  });
}

/** What is no refusal of a rule stays to be tried again. */
async function refuseLine(database: Database, fileId: string, rowNo: number, error: unknown): Promise<void> {
  const finding = findingOf(error);
  if (!finding) throw error;
  await database.write(`update allocation_line set state = 'refused', findings = $3 where file_id = $1 and row_no = $2 and state = 'ready'`, [fileId, rowNo, JSON.stringify([finding])]);
}

function findingOf(error: unknown): LineFinding | undefined {
  if (error instanceof ApplicationError) return { column: null, code: error.fields[0]?.code ?? 'form.invalid', params: {} };
  const isTaken = error instanceof Error && 'constraint' in error && error.constraint === 'allocation_line_reference';
  return isTaken ? { column: 'reference', code: 'form.alreadyAllocated', params: {} } : undefined;
}

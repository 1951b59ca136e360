import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readRunState } from '../../app/run-file.ts';
import { onProductPostgres } from '../postgres.ts';
import type { Papers } from './papers.ts';
import { Caller } from './session.ts';

/** The program of intake.ts with a database of its own, set up as the product's is. */
export interface Intake {
  /** Processes of the program and its Postgres. */
  readonly pids: { readonly program: number; readonly postgres: number };
  /** Takes the three files of one payment in, and commits a row that names them. */
  take(papers: Papers): Promise<void>;
}

/** Runs `work` beside the program. */
export async function besideIntake<T>(work: (intake: Intake) => Promise<T>): Promise<T> {
  return onProductPostgres(async (database, folder) => {
    const program = spawn(process.execPath, [join(import.meta.dirname, 'intake.ts'), database.url, join(folder, 'documents')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(program, 'exit');
    const [line] = (await Promise.race([once(createInterface({ input: program.stdout }), 'line'), ended])) as [unknown];
    const [, port] = /^READY (\d+)$/.exec(String(line)) ?? [];
    if (port === undefined || program.pid === undefined) throw new Error('the intake did not start');
    const caller = new Caller(`http://127.0.0.1:${port}`);
    try {
      return await work({
        pids: { program: program.pid, postgres: readRunState(folder)?.parts.postgres?.pid ?? 0 },
        async take({ files }) {
          const documentIds = await Promise.all(files.map(async ({ contentType, body }) => {
            const answer = await caller.send({ method: 'POST', path: '/documents', headers: { 'Content-Type': contentType }, body });
            return (JSON.parse(answer) as { documentId: string }).documentId;
          }));
          await caller.send({ method: 'POST', path: '/payments', headers: { 'Content-Type': 'application/json' }, body: [Buffer.from(JSON.stringify({ documentIds }))] });
        },
      });
    } finally {
      caller.close();
      program.kill();
      await ended;
    }
  });
}

import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atOneMoment } from './books.ts';
import type { Given } from './people.ts';

const linesMax = 60;
const statements: Readonly<Record<string, string>> = {
  'open outbox': `select kind, application_id, decision_id, attempts, next_at, created_at from outbox where done_at is null`,
  'incidents': `select process_instance_key, element_id, error_type, message, raised_at from process_incident where resolved_at is null`,
  'applications under way': `select id, process_id, state, title, revision, payout_no, process_instance_key, updated_at from application where state not in ('draft', 'completed', 'terminated')`,
  'their open tasks': `select id, element_id, application_id, candidate_groups, assignee_id, state, created_at from task where state = 'open'`,
  'jobs of the engine': `select value from engine_row where kind = 'job' limit 50`,
  'timers of the engine': `select count(*) from engine_row where kind = 'timer'`,
  'deposits that are not minted': `select advice_id, state, parked_code from deposit_advice where state <> 'minted'`,
  'payments': `select payment_id, state, created_at, taken_at, settled_at from payment_order where state = 'waiting'`,
  'sessions of the database': `select pid, state, wait_event_type, wait_event, left(query, 120) as query from pg_stat_activity where datname = 'gbc'`,
};

async function askAll(dataDir: string): Promise<string[]> {
  return atOneMoment(dataDir, async (ask) => {
    const parts: string[] = [];
    for (const [name, sql] of Object.entries(statements)) {
      const rows = await ask(sql);
      parts.push(`${name} (${rows.length}):`, ...rows.slice(0, 40).map((row) => `  ${JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`));
    }
    return parts;
  });
}

const describe = ({ no, login, operation, input, tries, answeredAtMs, refusedBecause }: Given): string =>
  `  ${no} ${login} ${operation} ${JSON.stringify(input).slice(0, 200)}, sent ${tries} times, ${answeredAtMs === undefined ? 'not answered' : (refusedBecause ?? 'answered')}`;

/** Everything that is needed to understand a failure: how things stand in the database, what its processes wrote, what was asked last. */
export async function diagnose(dataDir: string, { given, underWay, said }: { given: readonly Given[]; underWay: readonly string[]; said: string }): Promise<string> {
  const tooLate = sleep(15_000).then(() => ['the database does not answer']);
  const state = await Promise.race([askAll(dataDir), tooLate]).catch((error: unknown) => [`the database could not be asked: ${String(error)}`]);
  const logs = globSync(join(dataDir, 'logs', '*.log')).flatMap((path) => [`--- ${basename(path)}`, ...readFileSync(path, 'utf8').trimEnd().split('\n').slice(-linesMax)]);
  const runFile = join(dataDir, 'run.json');
  return [
    `matters under way:`, ...underWay.map((it) => `  ${it}`),
    `the last commands, and those without an answer:`, ...given.filter(({ answeredAtMs }, index) => answeredAtMs === undefined || index >= given.length - 15).map(describe),
    ...state, `the product said:\n${said}`, `run.json: ${existsSync(runFile) ? readFileSync(runFile, 'utf8') : 'none'}`, ...logs,
  ].join('\n');
}

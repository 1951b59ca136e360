import type { Database } from '@gbc/prisma';

/** What the statements of a ledger command are for, by how they begin. */
const stages: readonly (readonly [stage: string, begins: RegExp])[] = [
  ['lock business ids', /^select pg_advisory/],
  ['read evidence', /^select body from event/],
  ['read transfers', /^select transfer\./],
  ['lock accounts', /for no key update$/],
  ['read budgets', /^with recursive chain/],
  ['read lots', /^with recursive need/],
  ['read freezes', /from freeze_order/],
  ['insert transfers', /^insert into transfer/],
  ['settle transfers', /^update transfer/],
  ['update accounts', /^update account/],
  ['update budgets', /^update budget/],
  ['insert lots', /^insert into lot/],
  ['draw on lots', /^update lot/],
  ['append events', /^with appended/],
];

/** A database whose statements in transactions are timed, and what each stage took so far, in ms. */
export function timeStages(database: Database): { readonly database: Database; readonly tookMs: Map<string, number> } {
  const tookMs = new Map<string, number>();
  const note = async <T>(stage: string, work: () => Promise<T>): Promise<T> => {
    const startedMs = performance.now();
    try {
      return await work();
    } finally {
      tookMs.set(stage, (tookMs.get(stage) ?? 0) + performance.now() - startedMs);
    }
  };
  const timed: Database = {
    ...database,
    transaction: (work) => note('all', () => database.transaction((tx) => work({
      ...tx,
      query: (sql, values) => {
        const text = (typeof sql === 'string' ? sql : sql.text).trim();
        const stage = stages.find(([, begins]) => begins.test(text))?.[0] ?? 'others';
        return note(stage, () => tx.query(sql, values));
      },
    }))),
  };
  return { database: timed, tookMs };
}

/** One line a stage: µs a command, and what is left for the rules, the commit and waiting. */
export function stageLines(tookMs: ReadonlyMap<string, number>, commands: number): string[] {
  const sql = [...tookMs].filter(([stage]) => stage !== 'all');
  const restMs = (tookMs.get('all') ?? 0) - sql.reduce((sum, [, ms]) => sum + ms, 0);
  return [...sql, ['rules, begin and commit', restMs] as const]
    .toSorted((one, other) => other[1] - one[1])
    .map(([stage, ms]) => `  ${stage.padEnd(24)} ${((ms * 1000) / commands).toFixed(1).padStart(7)} µs a command`);
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import pg from 'pg';

/** Clients at a time, as in every figure that names TPC-B. */
const clients = 8;
const scale = 10;
/** Rows for each unit of scale, as pgbench has them. */
const [tellers, accounts] = [10, 100_000];

/** pgbench's standard load ("TPC-B (sort of)"): three updates, a select and an insert in one transaction. */
export interface Tpcb {
  /** What did the work, for the reader of a figure. */
  readonly name: string;
  /** Makes the tables in an empty database. */
  prepare(url: string): Promise<void>;
  /** Transactions a second of {@link clients} clients. */
  perSecond(url: string, seconds: number): Promise<number>;
}

/** pgbench itself where it is installed, else its script sent through `pg`, which costs the reference some of its rate. */
export async function findTpcb(): Promise<Tpcb> {
  const isInstalled = await runPgbench('--version').then(() => true, () => false);
  return isInstalled ? byPgbench : byClient;
}

async function runPgbench(...args: string[]): Promise<string> {
  const child = spawn('pgbench', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`pgbench ended with ${code}`);
  return output;
}

const byPgbench: Tpcb = {
  name: `pgbench TPC-B, ${clients} clients, scale ${scale}`,
  prepare: async (url) => void (await runPgbench('-i', '-q', '-s', String(scale), url)),
  async perSecond(url, seconds) {
    const output = await runPgbench('-c', String(clients), '-j', '2', '-T', String(seconds), '-n', url);
    return Number(/tps = ([\d.]+)/.exec(output)?.[1]);
  },
};

const byClient: Tpcb = {
  name: `the script of pgbench TPC-B through pg, ${clients} clients, scale ${scale}`,
  async prepare(url) {
    await withClient(url, (client) => client.query(`
      create table pgbench_branches (bid int primary key, bbalance int, filler char(88)) with (fillfactor = 100);
      create table pgbench_tellers (tid int primary key, bid int, tbalance int, filler char(84)) with (fillfactor = 100);
      create table pgbench_accounts (aid int primary key, bid int, abalance int, filler char(84)) with (fillfactor = 100);
      create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
      insert into pgbench_branches select no, 0, '' from generate_series(1, ${scale}) no;
      insert into pgbench_tellers select no, (no - 1) / ${tellers} + 1, 0, '' from generate_series(1, ${scale * tellers}) no;
      insert into pgbench_accounts select no, (no - 1) / ${accounts} + 1, 0, '' from generate_series(1, ${scale * accounts}) no;`));
    await withClient(url, (client) => client.query('vacuum analyze'));
  },
  async perSecond(url, seconds) {
    const startedMs = performance.now();
    const elapsedMs = () => performance.now() - startedMs;
    const done = await Promise.all(Array.from({ length: clients }, () => withClient(url, async (client) => {
      let count = 0;
      for (; elapsedMs() < seconds * 1_000; count += 1) await oneTransaction(client);
      return count;
    })));
    return done.reduce((sum, count) => sum + count, 0) / (elapsedMs() / 1_000);
  },
};

async function oneTransaction(client: pg.Client): Promise<void> {
  const [aid, tid, bid, delta] = [randomInt(1, scale * accounts + 1), randomInt(1, scale * tellers + 1), randomInt(1, scale + 1), randomInt(-5_000, 5_001)];
  for (const statement of [
    'begin',
    `update pgbench_accounts set abalance = abalance + ${delta} where aid = ${aid}`,
    `select abalance from pgbench_accounts where aid = ${aid}`,
    `update pgbench_tellers set tbalance = tbalance + ${delta} where tid = ${tid}`,
    `update pgbench_branches set bbalance = bbalance + ${delta} where bid = ${bid}`,
    `insert into pgbench_history (tid, bid, aid, delta, mtime) values (${tid}, ${bid}, ${aid}, ${delta}, current_timestamp)`,
    'end',
  ]) await client.query(statement);
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

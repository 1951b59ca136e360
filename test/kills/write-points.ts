/**
 * Loaded before the product (`--import`) and before the bank: watches what they write, to the database, to files and to each other, and
 * kills at a moment that the plan names. Nothing of the product knows of it.
 */
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename, relative } from 'node:path';
import { inspect } from 'node:util';
import pg from 'pg';
import { detailsOf, fileKind, isOfDatabase, requestKind, wordOf, writesOf, type When } from './points.ts';
import { planReader, planVariable, writeJournal, dropPlan } from './plan.ts';
import { findVictim, killNow } from './victims.ts';

const folder = process.env[planVariable] ?? '';
const bankFolderAt = process.argv.indexOf('--folder') + 1;
const isBank = bankFolderAt > 0;
const dataDir = process.env['DATA_DIR'] ?? '';
const who = isBank ? 'bank' : 'product';

const readPlan = planReader(folder);
const passed = new Set<string>();
let counted = { number: -1, moments: 0 };

/** A moment: the process is killed here where the plan says so. */
function reach(names: readonly string[]): void {
  if (names.length === 0) return;
  const named = isBank ? names.map((name) => `bank: ${name}`) : names;
  for (const name of named) {
    if (passed.has(name)) continue;
    passed.add(name);
    writeJournal(folder, { passed: name, process: who });
  }
  const plan = readPlan();
  if (!plan) return;
  const isOne = plan.at === undefined ? named.some((name) => !plan.notOnlyAt.includes(name) && (!plan.isOfDatabase || isOfDatabase(name))) : named.includes(plan.at);
  if (!isOne) return;
  if (counted.number !== plan.number) counted = { number: plan.number, moments: 0 };
  counted.moments += 1;
  if (counted.moments <= plan.skip) return;
  dropPlan(folder);
  writeJournal(folder, { killedAt: named, number: plan.number, process: who });
  for (const victim of plan.victims) {
    if (victim === 'writer') process.kill(process.pid, 'SIGKILL');
    else {
      const found = findVictim(dataDir, victim);
      if (found) killNow(victim, found);
    }
  }
}

// ---- The database ----

interface Sent {
  readonly text?: string;
  readonly values?: readonly unknown[];
}
type Query = (this: pg.Client, ...args: unknown[]) => unknown;

/** What the transaction of a connection has written so far. */
const writtenBy = new WeakMap<pg.Client, { words: string[]; names: Set<string> }>();

const committed = (names: Iterable<string>, when: When) => [...names].map((name) => `commit of ${name}: ${when}`);

/** Runs a statement whose end is a moment of its own: a commit, or a statement that is a transaction. */
function watched(client: pg.Client, query: Query, args: unknown[], names: readonly string[]): unknown {
  reach(committed(names, 'before'));
  const callback = args.at(-1);
  if (typeof callback === 'function') {
    const told = callback as (...answer: unknown[]) => unknown;
    args[args.length - 1] = (...answer: unknown[]) => {
      reach(committed(names, 'after'));
      told(...answer);
    };
  }
  const answer = query.apply(client, args);
  reach(committed(names, 'sent'));
  if (!(answer instanceof Promise)) return answer;
  return answer.then((result: unknown) => {
    reach(committed(names, 'after'));
    return result;
  });
}

function watchDatabase(): void {
  const original = pg.Client.prototype.query as unknown as Query;
  function query(this: pg.Client, ...args: unknown[]): unknown {
    const [first, second] = args as [string | Sent | undefined, unknown];
    const sql = typeof first === 'string' ? first : first?.text;
    if (sql === undefined) return original.apply(this, args);
    const word = sql.trim().slice(0, 12).toLowerCase();
    if (/^begin/.test(word)) writtenBy.set(this, { words: ['begin'], names: new Set() });
    const open = writtenBy.get(this);
    if (/^(commit|rollback\b(?! to))/.test(word) && open) {
      writtenBy.delete(this);
      return word.startsWith('commit') && open.names.size > 0 ? watched(this, original, args, [...open.names]) : original.apply(this, args);
    }
    // A script of many statements is a migration: as a whole it is one write.
    const isScript = /^\s*(--|create|alter|drop)/i.test(sql) || sql.length > 20_000;
    const writes = isScript ? ['schema'] : writesOf(sql);
    if (writes.length === 0) return original.apply(this, args);
    const values = Array.isArray(second) ? (second as unknown[]) : typeof first === 'object' ? first.values : undefined;
    const names = [...writes, ...detailsOf(sql, values)];
    if (!open) return watched(this, original, args, names);
    reach([`${open.words.at(-1)} | ${wordOf(writes)}`]);
    open.words.push(wordOf(writes));
    for (const name of names) open.names.add(name);
    return original.apply(this, args);
  }
  Object.assign(pg.Client.prototype, { query });
}

// ---- Files of the data folder ----

const root = isBank ? `${process.argv[bankFolderAt]}/..` : dataDir;

/** The kind of a file that is worth watching; undefined for logs and for what lies elsewhere. */
function kindOf(path: unknown): string | undefined {
  const inside = relative(root, String(path));
  return inside === '' || inside.startsWith('..') || inside.startsWith('logs') || inside.startsWith('postgres/cluster') ? undefined : fileKind(inside);
}

const around = <T>(what: string, kind: string | undefined, work: () => T): T => {
  if (kind === undefined) return work();
  reach([`${what} ${kind}: before`]);
  const result = work();
  if (result instanceof Promise) return result.then((value: unknown) => (reach([`${what} ${kind}: after`]), value)) as T;
  reach([`${what} ${kind}: after`]);
  return result;
};

function watchFiles(): void {
  const { renameSync, writeFileSync, writeSync, fsyncSync, openSync } = fs;
  const kinds = new Map<number, string | undefined>();
  Object.assign(fs, {
    openSync: (...args: Parameters<typeof openSync>) => {
      const fd = openSync(...args);
      kinds.set(fd, kindOf(args[0]));
      return fd;
    },
    renameSync: (from: fs.PathLike, to: fs.PathLike) => around('rename', kindOf(to), () => renameSync(from, to)),
    writeFileSync: (...args: Parameters<typeof writeFileSync>) => around('write', typeof args[0] === 'number' ? undefined : kindOf(args[0]), () => writeFileSync(...args)),
    writeSync: (...args: unknown[]) => around('write', kinds.get(args[0] as number), () => (writeSync as (...all: unknown[]) => number)(...args)),
    fsyncSync: (fd: number) => around('sync', kinds.get(fd), () => fsyncSync(fd)),
  });
}

type Method = (this: fs.promises.FileHandle, ...args: unknown[]) => Promise<unknown>;

async function watchFileHandles(): Promise<void> {
  const { open, rename } = fs.promises;
  const kinds = new WeakMap<fs.promises.FileHandle, string | undefined>();
  Object.assign(fs.promises, {
    open: async (...args: Parameters<typeof open>) => {
      const handle = await open(...args);
      kinds.set(handle, kindOf(args[0]));
      return handle;
    },
    rename: (from: fs.PathLike, to: fs.PathLike) => around('rename', kindOf(to), () => rename(from, to)),
  });
  const some = await open(import.meta.filename);
  const prototype = Object.getPrototypeOf(some) as Record<string, Method>;
  await some.close();
  const watch = (name: string, what: string) => {
    const original = prototype[name] as Method;
    prototype[name] = function (this: fs.promises.FileHandle, ...args: unknown[]) {
      return around(what, kinds.get(this), () => original.apply(this, args));
    };
  };
  for (const [name, what] of [['writeFile', 'write'], ['appendFile', 'write'], ['sync', 'sync'], ['datasync', 'sync'], ['truncate', 'truncate']] as const) watch(name, what);
}

// ---- Messages to the bank and to the chain ----

function watchRequests(): void {
  const original = globalThis.fetch;
  /** By then the request is on its way, and the other side may be at work on it. */
  const sentMs = 2;
  globalThis.fetch = async (input, init) => {
    const kind = requestKind(input instanceof Request ? input.url : String(input), init?.method ?? 'GET', init?.body);
    if (kind === undefined) return original(input, init);
    reach([`${kind}: before`]);
    const timer = setTimeout(() => reach([`${kind}: sent`]), sentMs);
    try {
      const response = await original(input, init);
      reach([`${kind}: after`]);
      return response;
    } finally {
      clearTimeout(timer);
    }
  };
}

/** The bank is given nothing of our environment, and is watched too. */
function watchBank(): void {
  const { spawn } = childProcess;
  Object.assign(childProcess, {
    spawn: (program: string, args: readonly string[], options: childProcess.SpawnOptions) => {
      const isBankProgram = args[0]?.endsWith('bank/simulated/main.ts') && basename(program).startsWith('node');
      if (!isBankProgram) return spawn(program, args, options);
      const env = { ...options.env, [planVariable]: folder, DATA_DIR: dataDir };
      return spawn(program, ['--import', import.meta.filename, ...args], { ...options, env });
    },
  });
}

if (folder !== '') {
  // The product says in one line why it ends; here the way there is wanted.
  process.on('uncaughtExceptionMonitor', (error, origin) => console.error(`${origin}: ${inspect(error)}`));
  watchDatabase();
  watchFiles();
  await watchFileHandles();
  if (!isBank) {
    watchRequests();
    watchBank();
  }
  syncBuiltinESMExports();
}

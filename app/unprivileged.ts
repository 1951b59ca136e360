import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from './start-error.ts';

interface Account {
  readonly uid: number;
  readonly gid: number;
}

const accountName = 'postgres';

function findAccount(): Account | undefined {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, accountName], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

function createAccount(): Account {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', accountName], { stdio: 'ignore' });
  } catch (error) {
    throw new StartError('postgres.account', {
      zh: 'PostgreSQL 不能以 root 运行，且无法创建 postgres 系统账号；请改用普通用户启动，或设置 DATABASE_URL',
      en: 'PostgreSQL refuses to run as root and the system account "postgres" could not be made: start as another user, or set DATABASE_URL',
    }, { cause: error });
  }
  return findAccount() as Account;
}

/** The account that Postgres runs under when we are root, which it refuses to be; undefined when we are not. */
function account(): Account | undefined {
  return process.getuid?.() === 0 ? (findAccount() ?? createAccount()) : undefined;
}

/** True where every folder above `path` lets the account pass. */
function canReach({ uid, gid }: Account, path: string): boolean {
  const { mode, uid: ownerUid, gid: ownerGid } = statSync(path);
  const bit = ownerUid === uid ? 0o100 : ownerGid === gid ? 0o010 : 0o001;
  return (mode & bit) !== 0 && (path === dirname(path) || canReach({ uid, gid }, dirname(path)));
}

/**
 * Below a folder that only root may enter (`/root` in most containers) the account keeps the one right to pass through folders.
 * The secure bit makes access(2), by which Postgres looks for its own files, respect that right too.
 */
const passThrough = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup'];

/** Hands a file or folder to the account that Postgres runs under; does nothing unless we are root. */
export function handOver(path: string): void {
  const owner = account();
  if (owner) chownSync(path, owner.uid, owner.gid);
}

/** Spawns a program of Postgres working on `folder`, without root's rights. */
export function spawnUnprivileged(program: string, args: readonly string[], folder: string, options: SpawnOptions): ChildProcess {
  const user = account();
  if (!user) return spawn(program, args, options);
  if (canReach(user, dirname(program)) && canReach(user, dirname(folder))) return spawn(program, args, { ...options, ...user });
  const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  return spawn('setpriv', [...identity, ...passThrough, program, ...args], options);
}

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * One process, told apart from a later one that got the same pid: `startedAt` is opaque, equal only for the same start
 * on the same boot of the machine.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

const bootId = process.platform === 'linux' ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() : '';

function startOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold spaces, so count from the last bracket:
    // state is field 3, the start in clock ticks since boot field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${bootId}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

function askPs(pid: number, column: 'lstart' | 'command'): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return line.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** When the process with this pid was started, in a form only good for comparing; undefined if there is none. */
export function processStart(pid: number): string | undefined {
  return process.platform === 'linux' ? startOnLinux(pid) : askPs(pid, 'lstart');
}

/** True while exactly this process runs (a zombie counts as ended). */
export function isRunning(identity: ProcessIdentity): boolean {
  return processStart(identity.pid) === identity.startedAt;
}

/** The identity of a process that was just started; undefined if it has ended already. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startedAt = processStart(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** The command line of a process, arguments joined by spaces; empty if there is none. */
export function commandLine(pid: number): string {
  if (process.platform !== 'linux') return askPs(pid, 'command') ?? '';
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

import { readdirSync, readFileSync } from 'node:fs';

/** Of a clock tick in /proc, on every Linux. */
const tickMs = 10;

interface Stat {
  readonly parentPid: number;
  readonly ownMs: number;
  /** Of children that have ended and were waited for. */
  readonly endedChildrenMs: number;
}

/** The fields after the name, which may hold anything, by their numbers in proc(5). */
function readStat(path: string): Stat | undefined {
  let content: string;
  try {
    content = readFileSync(path, 'latin1');
  } catch {
    return undefined; // it has ended
  }
  const fields = content.slice(content.lastIndexOf(')') + 2).split(' ').map(Number);
  const field = (number: number) => fields[number - 3] ?? 0;
  return { parentPid: field(4), ownMs: (field(14) + field(15)) * tickMs, endedChildrenMs: (field(16) + field(17)) * tickMs };
}

/** User and system time that a process and all that it started have taken so far. */
export function treeCpuMs(pid: number): number {
  const stats = new Map(readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    const stat = readStat(`/proc/${name}/stat`);
    return stat ? [[Number(name), stat] as const] : [];
  }));
  const sumOf = (root: number): number => {
    const stat = stats.get(root);
    if (!stat) return 0;
    const children = [...stats].filter(([, { parentPid }]) => parentPid === root).map(([child]) => sumOf(child));
    return children.reduce((sum, ms) => sum + ms, stat.ownMs + stat.endedChildrenMs);
  };
  return sumOf(pid);
}

/** The same of one process, without what it started. */
export function processCpuMs(pid: number): number {
  return readStat(`/proc/${pid}/stat`)?.ownMs ?? 0;
}

/** The same of a process's first thread alone: in Node, the event loop. */
export function firstThreadCpuMs(pid: number): number {
  return readStat(`/proc/${pid}/task/${pid}/stat`)?.ownMs ?? 0;
}

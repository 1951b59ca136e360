import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Pins this process, and what it spawns from now on, to two cores; where there are no more, nothing needs doing. */
export function pinToTwoCores(): void {
  if (availableParallelism() > 2) execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', '0,1', String(process.pid)], { stdio: 'ignore' });
}

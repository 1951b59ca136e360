import { readRunState } from '../../app/run-file.ts';
import { isRunning, type ProcessIdentity } from '../../app/process-identity.ts';
import type { Victim } from './plan.ts';

/** The process of a victim as the run file names it; undefined while there is none. */
export function findVictim(dataDir: string, victim: Victim): ProcessIdentity | undefined {
  const state = readRunState(dataDir);
  const found = victim === 'parent' ? state?.parent : state?.parts[victim === 'postgresTree' ? 'postgres' : victim];
  return found && isRunning(found) ? found : undefined;
}

/** SIGKILL, to a process group where the victim is one. */
export function killNow(victim: Victim, { pid }: ProcessIdentity): void {
  try {
    process.kill(victim === 'postgresTree' ? -pid : pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it has just ended
  }
}

import type { Key, Variables } from '@gbc/engine';
import type { ActivatedJob } from '../connection/activated-job.ts';

/** An open task that the sweep asks for. */
export interface TaskLook {
  readonly key: Key;
  readonly elementInstanceKey: Key;
}

/**
 * How people's tasks are seen and completed: as jobs, which every Zeebe can do over gRPC, or natively, which takes its REST interface.
 */
export interface UserTasks {
  /** Told of jobs of user tasks that are no tasks of ours: models may have job-based ones. */
  onOtherJobs: (jobs: ActivatedJob[]) => void;
  /** NOT_FOUND: no such task is open. */
  complete(taskKey: Key, variables: Variables): Promise<void>;
  /** Whether the engine still has it. */
  isThere(task: TaskLook): Promise<boolean>;
  /** Fetches what waits now. @returns how many tasks came */
  poll(): Promise<number>;
  close(): void;
}

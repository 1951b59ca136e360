import type { Database } from '@gbc/prisma';
import type { Connection } from './connection/connection.ts';
import type { DataSet } from './connection/data-set.ts';
import type { Pace } from './connection/pace.ts';
import type { Journal } from './steps/journal.ts';
import type { Resources } from './steps/resources.ts';
import type { Presence } from './steps/presence.ts';

/** What the parts of an open engine work with. */
export interface Parts {
  readonly database: Database;
  readonly connection: Connection;
  readonly dataSet: DataSet;
  readonly pace: Pace;
  readonly journal: Journal;
  readonly resources: Resources;
  readonly presence: Presence;
  readonly now: () => Date;
  readonly random: () => number;
  readonly onError: (error: Error) => void;
  /** Counts work that nobody waits for, so that a close, or a test, can. */
  readonly track: (work: Promise<unknown>) => void;
}


import { randomBytes } from 'node:crypto';
import { v7 as uuidV7 } from 'uuid';

/** Everything that differs from run to run, handed in from outside so that a test can fix it. */
export interface Environment {
  now(): Date;
  /** A new identifier; time-ordered (UUID version 7). */
  newId(): string;
  randomBytes(count: number): Buffer;
}

export const systemEnvironment: Environment = {
  now: () => new Date(),
  newId: () => uuidV7(),
  randomBytes: (count) => randomBytes(count),
};

import { randomFillSync } from 'node:crypto';
import { v7 as uuidV7 } from 'uuid';

/** Everything that differs from run to run, handed in from outside so that a test can fix it. */
export interface Environment {
  now(): Date;
  /** A new identifier; time-ordered (UUID version 7). */
  newId(): string;
  randomBytes(count: number): Buffer;
}

const poolSizeBytes = 16_384;
const pool = Buffer.alloc(poolSizeBytes);
let poolUsedBytes = poolSizeBytes;

/** Bytes of the operating system's random source, fetched many at a time: a call of it costs as much as all else that an event needs. */
function randomBytes(count: number): Buffer {
  if (count > poolSizeBytes) return randomFillSync(Buffer.alloc(count));
  if (poolUsedBytes + count > poolSizeBytes) {
    randomFillSync(pool);
    poolUsedBytes = 0;
  }
  const bytes = Buffer.from(pool.subarray(poolUsedBytes, poolUsedBytes + count));
  pool.fill(0, poolUsedBytes, poolUsedBytes + count);
  poolUsedBytes += count;
  return bytes;
}

const newest = { atMs: 0, sequence: 0 };

/** Ids of one process ascend, also within a millisecond and when the clock is set back: RFC 9562, 6.2, method 1. */
function newId(): string {
  const random = randomBytes(16);
  const nowMs = Date.now();
  if (nowMs > newest.atMs) Object.assign(newest, { atMs: nowMs, sequence: random.readUInt32BE(0) >>> 1 });
  else newest.sequence += 1;
  return uuidV7({ random, msecs: newest.atMs, seq: newest.sequence });
}

export const systemEnvironment: Environment = { now: () => new Date(), newId, randomBytes };

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TamperedLog, tampers } from '../testing/tampering.ts';

// A few hundred with a fixed seed; test/long/tamper.test.ts does ten thousand.
const timesEach = 30;

describe('tampering', () => {
  it('is found, the first bad leaf named, and what is untouched never raises an alarm', async () => {
    const log = new TamperedLog('a few hundred');
    try {
      await log.grow(300);
      for (let n = 0; n < timesEach; n += 1) {
        for (const kind of tampers) await log.tamper(kind);
        await log.grow(n % 7);
      }
      assert.deepEqual(log.found, new Map(tampers.map((kind) => [kind, timesEach])));
    } finally {
      log.close();
    }
  });
});

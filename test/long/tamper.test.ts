/** Ten thousand random tampers, a thousand of each kind: all found against what a mirror, a witness and the contract had kept. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { TamperedLog, tampers } from '../../anchoring/testing/tampering.ts';

const timesEach = 1_000;
const seed = process.env['TAMPER_SEED'] ?? randomUUID();

describe(`tampering with the log (TAMPER_SEED=${seed})`, () => {
  for (const kind of tampers) {
    it(`${kind}: all of ${timesEach} are found`, async () => {
      const log = new TamperedLog(`${seed}/${kind}`);
      try {
        await log.grow(270);
        for (let n = 0; n < timesEach; n += 1) {
          await log.tamper(kind);
          if (n % 50 === 0) await log.grow(1 + (n % 11));
        }
        assert.equal(log.found.get(kind), timesEach);
      } finally {
        log.close();
      }
    });
  }
});

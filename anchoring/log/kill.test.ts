import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { it } from 'node:test';
import { parseCheckpoint, toBase64, verifyConsistency } from '@gbc/anchoring-verifier';
import { enterHouse } from '../testing/house.ts';
import { until } from '../testing/until.ts';

it('a log that is killed again and again never loses a leaf nor contradicts a checkpoint it had published', async () => {
  const house = await enterHouse();
  try {
    const folder = join(house.folder, 'log');
    const heads: { treeSize: number; rootHash: Uint8Array }[] = [];
    for (const newHeadsBeforeKill of [1, 4, 2, 7, 3]) {
      const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'testing', 'log-process.ts'), house.database.url, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      const exit = once(child, 'exit');
      let seen = 0;
      for await (const line of createInterface(child.stdout)) {
        assert.ok(Number(line) >= (heads.at(-1)?.treeSize ?? 0), 'the published size never goes back');
        if ((seen += 1) > newHeadsBeforeKill) break;
      }
      child.kill('SIGKILL');
      await exit;
      heads.push(parseCheckpoint(await readFile(join(folder, 'public', 'checkpoint'), 'utf8')));
    }
    const log = house.openLog({ folder });
    await log.start();
    const { rows } = await house.database.read<{ count: bigint }>('select count(*) from event');
    await until('every committed event is in the log', () => log.status().head?.treeSize === Number(rows[0]?.count));
    const last = parseCheckpoint(log.checkpoint());
    for (const { treeSize: firstSize, rootHash: firstRoot } of heads) {
      const proof = await log.prover().consistency(firstSize, last.treeSize);
      assert.ok(verifyConsistency({ firstSize, firstRoot, secondSize: last.treeSize, secondRoot: last.rootHash, proof }));
    }
    assert.equal(toBase64(await log.prover().root(last.treeSize)), log.status().head?.rootHash);
  } finally {
    await house.leave();
  }
});

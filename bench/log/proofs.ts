import { execFileSync } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyInclusion, type InclusionProof } from '@gbc/anchoring-verifier';
import { createProver } from '../../anchoring/log/proofs.ts';
import { openTileCache } from '../../anchoring/log/tile-cache.ts';
import { openTileStore } from '../../anchoring/log/tile-store.ts';
import { formatTilePath, tileWidth } from '../../anchoring/log/tile.ts';
import type { Steps } from '../../app/steps.ts';
import { figure, type Figure } from '../figure.ts';
import { writeLargeTree } from './large-tree.ts';

const treeSize = 10_000_000;
const proofs = 5_000;
const warmUp = 500;

/** The value that 99 of 100 do not exceed. */
function p99(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] as number;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** Checks per second of one core, counted for at least two seconds. */
function perSecond(work: (place: number) => void): number {
  for (let place = 0; place < 2_000; place += 1) work(place);
  const startedMs = performance.now();
  let done = 0;
  while (performance.now() - startedMs < 2_000) for (let place = 0; place < 500; place += 1, done += 1) work(done);
  return (done * 1_000) / (performance.now() - startedMs);
}

function hashInOpenSsl(count: number): void {
  const input = Buffer.alloc(65, 1);
  for (let time = 0; time < count; time += 1) createHash('sha256').update(input).digest();
}

/**
 * `log.proofP99`: an inclusion proof for a random leaf of a tree of ten million, from tiles in files; `log.verify`: checking such
 * proofs, which are 23 or 24 hashes long, offline on one core. Proofs and bare reads take turns, so that both meet the same machine.
 */
export async function* proofFigures(steps: Steps): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'gbc-bench-proofs-'));
  try {
    const rootHash = await steps.run({ zh: '一千万叶的树', en: 'a tree of ten million leaves' }, async () => {
      const root = writeLargeTree(folder, treeSize);
      // A tree of ten million leaves is on the disk for weeks before it is asked about: no write of it is under way any more.
      execFileSync('sync');
      return root;
    });
    const tiles = openTileCache(openTileStore(folder));
    const made: InclusionProof[] = [];
    const prove = async () => {
      const leafIndex = randomInt(treeSize);
      // A prover for each proof, as for each request.
      const prover = createProver(tiles, treeSize);
      const [proof, leafHash] = await Promise.all([prover.inclusion(leafIndex, treeSize), prover.leafHash(leafIndex)]);
      made.push({ leafIndex, treeSize, leafHash, proof, rootHash });
    };
    const readTile = () => readFile(join(folder, formatTilePath({ level: 0, index: randomInt(Math.floor(treeSize / tileWidth)), width: tileWidth })));
    const [provedMs, readMs]: [number[], number[]] = [[], []];
    for (let place = -warmUp; place < proofs; place += 1) {
      const [proving, reading] = [await timed(prove), await timed(readTile)];
      if (place < 0) continue;
      provedMs.push(proving);
      readMs.push(reading);
    }
    if (!made.every(verifyInclusion)) throw new Error('a proof does not verify');
    yield figure('log.proofP99', p99(provedMs), 'ms', 'reading one tile of 8 kB, alone, p99', p99(readMs));

    const deepest = made.filter(({ proof }) => proof.length === 24);
    const checked = perSecond((place) => {
      if (!verifyInclusion(deepest[place % deepest.length] as InclusionProof)) throw new Error('a proof does not verify');
    });
    yield figure('log.verify', checked, 'proofs/s', 'the 24 SHA-256 of such a proof by OpenSSL, alone', perSecond(() => hashInOpenSsl(24)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

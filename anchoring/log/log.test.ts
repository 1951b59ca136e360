import assert from 'node:assert/strict';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { emptyRoot, hashLeaf, isSignedBy, parseCheckpoint, parseVerifierKey, toBase64, verifyConsistency, verifyInclusion } from '@gbc/anchoring-verifier';
import { appendEvent, systemEnvironment } from '@gbc/events';
import type { AnchoringError } from '../anchoring-error.ts';
import { commitEvents, enterHouse, testOrigin, type House } from '../testing/house.ts';
import { until } from '../testing/until.ts';
import { decodeBundle } from './bundle.ts';
import type { Log } from './log.ts';

const reaches = (log: Log, size: number) => until(`the log has ${size} leaves`, () => log.status().head?.treeSize === size);

async function inHouse(work: (house: House) => Promise<void>): Promise<void> {
  const house = await enterHouse();
  try {
    await work(house);
  } finally {
    await house.leave();
  }
}

describe('the log', () => {
  let house: House;
  let log: Log;
  before(async () => {
    house = await enterHouse();
    log = house.openLog();
    await log.start();
  });
  after(() => house.leave());

  it('publishes the empty log before any event', () => {
    const checkpoint = parseCheckpoint(log.checkpoint());
    assert.equal(checkpoint.origin, testOrigin);
    assert.equal(checkpoint.treeSize, 0);
    assert.deepEqual(checkpoint.rootHash, emptyRoot);
    assert.ok(isSignedBy(checkpoint.note, parseVerifierKey(log.status().verifierKey as string)));
  });

  it('keeps its key to itself', async () => {
    assert.equal((await stat(join(house.folder, 'log', 'log.key'))).mode & 0o777, 0o600);
    assert.equal(await log.readTile('../log.key'), undefined);
  });

  it('takes committed events in the order of time and id, gap-free, and proves each', async () => {
    await commitEvents(house.database, 700);
    await reaches(log, 700);
    const { rows } = await house.database.read<{ leaf_index: bigint; id: string }>(
      'select leaf_index, id from log_leaf join event on event.id = event_id order by at, id',
    );
    assert.deepEqual(rows.map((row) => Number(row.leaf_index)), Array.from({ length: 700 }, (_, index) => index));
    const { rootHash, treeSize } = parseCheckpoint(log.checkpoint());
    for (const leafIndex of [0, 1, 255, 256, 511, 512, 698, 699]) {
      const prover = log.prover();
      const leafHash = await prover.leafHash(leafIndex);
      assert.ok(verifyInclusion({ leafIndex, treeSize, leafHash, rootHash, proof: await prover.inclusion(leafIndex, treeSize) }));
    }
  });

  it('serves tiles and bundles of the published tree and nothing else', async () => {
    assert.equal((await log.readTile('tile/0/000'))?.length, 8_192);
    assert.equal((await log.readTile('tile/1/000.p/2'))?.length, 64);
    const leaf = (await log.readTile('tile/0/002.p/188'))?.subarray(0, 32) as Uint8Array;
    const bundle = (await log.readTile('tile/entries/002.p/188')) as Uint8Array;
    assert.equal(decodeBundle(bundle).length, 188);
    assert.deepEqual(hashLeaf(bundle.subarray(2, 35)), new Uint8Array(leaf));
    for (const path of ['tile/0/003', 'tile/0/002', 'tile/0/002.p/189', 'tile/00/000', 'tile/0/0', 'tile/0/000/', 'tile/0/x000/000', 'tile/2/000.p/1', 'tile/0/000.p/256', 'tile/entries/../../log.key', '']) {
      assert.equal(await log.readTile(path), undefined, path);
    }
  });

  it('serves a partial tile still after the full one has replaced its file', async () => {
    await commitEvents(house.database, 200);
    await reaches(log, 900);
    const full = (await log.readTile('tile/0/002')) as Uint8Array;
    assert.deepEqual(await log.readTile('tile/0/002.p/188'), full.subarray(0, 188 * 32));
    assert.equal(decodeBundle((await log.readTile('tile/entries/002.p/188')) as Uint8Array).length, 188);
  });

  it('proves every published head to extend the one before', async () => {
    const first = parseCheckpoint(log.checkpoint());
    await commitEvents(house.database, 3);
    await reaches(log, first.treeSize + 3);
    const second = parseCheckpoint(log.checkpoint());
    const proof = await log.prover().consistency(first.treeSize, second.treeSize);
    assert.ok(verifyConsistency({ firstSize: first.treeSize, firstRoot: first.rootHash, secondSize: second.treeSize, secondRoot: second.rootHash, proof }));
  });

  it('places what a long transaction commits late behind what is published, without a gap', async () => {
    const [size, first] = [log.status().head?.treeSize as number, parseCheckpoint(log.checkpoint())];
    const written = Promise.withResolvers<string>();
    const mayCommit = Promise.withResolvers<void>();
    const long = house.database.transaction(async (tx) => {
      const event = await appendEvent(tx, systemEnvironment, { type: 'heartbeat', actor: { kind: 'system', name: 'test' }, data: { sinceLeafIndex: 0 } });
      written.resolve(event.id);
      await mayCommit.promise;
    });
    const lateId = await written.promise;
    const soonIds = await commitEvents(house.database, 300);
    await reaches(log, size + 300);
    mayCommit.resolve();
    await long;
    const afterIds = await commitEvents(house.database, 2);
    await reaches(log, size + 303);

    const { rows } = await house.database.read<{ event_id: string; leaf_index: bigint }>('select event_id, leaf_index from log_leaf where leaf_index >= $1 order by leaf_index', [size]);
    assert.deepEqual(rows.map(({ leaf_index }) => Number(leaf_index)), Array.from({ length: 303 }, (_, place) => size + place));
    assert.deepEqual(rows.map(({ event_id }) => event_id).slice(0, 300), soonIds, 'what was published stays where it was');
    assert.deepEqual(new Set(rows.slice(300).map(({ event_id }) => event_id)), new Set([lateId, ...afterIds]));
    const second = parseCheckpoint(log.checkpoint());
    const proof = await log.prover().consistency(first.treeSize, second.treeSize);
    assert.ok(verifyConsistency({ firstSize: first.treeSize, firstRoot: first.rootHash, secondSize: second.treeSize, secondRoot: second.rootHash, proof }));
  });

  it('refuses proofs beyond the published tree', async () => {
    await assert.rejects(log.prover().inclusion(5_000, 5_001), { code: 'log.outOfRange' });
    await assert.rejects(log.prover().consistency(10, 9), { code: 'log.outOfRange' });
  });

  it('tells listeners of a new head', async () => {
    const sizes: number[] = [];
    const end = log.onChange((head) => sizes.push(head.treeSize));
    const size = log.status().head?.treeSize ?? 0;
    await commitEvents(house.database, 1);
    await until('the listener heard', () => sizes.includes(size + 1));
    end();
  });
});

describe('a log that starts again', () => {
  it('goes on where it stood, with the same key', () =>
    inHouse(async (house) => {
      const first = house.openLog();
      await first.start();
      await commitEvents(house.database, 300);
      await reaches(first, 300);
      await first.stop();
      await commitEvents(house.database, 10);
      const second = house.openLog();
      await second.start();
      await reaches(second, 310);
      assert.equal(second.status().verifierKey, first.status().verifierKey);
    }));

  it('waits while another has the lock, and takes over', () =>
    inHouse(async (house) => {
      const first = house.openLog();
      await first.start();
      const second = house.openLog();
      const started = second.start();
      await until('the second waits', () => second.status().state === 'waiting');
      await first.stop();
      await started;
      assert.equal(second.status().state, 'running');
    }));

  it('makes lost and damaged files again from the database', () =>
    inHouse(async (house) => {
      const first = house.openLog();
      await first.start();
      await commitEvents(house.database, 600);
      await reaches(first, 600);
      await first.stop();
      const folder = join(house.folder, 'log', 'public');
      await rm(join(folder, 'tile', '1'), { recursive: true });
      await writeFile(join(folder, 'tile', '0', '002.p', '88'), Buffer.alloc(88 * 32));
      await rm(join(folder, 'checkpoint'));
      const second = house.openLog();
      await second.start();
      assert.deepEqual(second.status().head, first.status().head);
      assert.deepEqual(await readFile(join(folder, 'checkpoint'), 'utf8'), first.checkpoint());
      const root = await second.prover().root(600);
      assert.equal(toBase64(root), second.status().head?.rootHash);
    }));

  it('publishes leaves that were placed before a kill and have no tiles', () =>
    inHouse(async (house) => {
      const first = house.openLog();
      await first.start();
      await first.stop();
      const [id] = await commitEvents(house.database, 1);
      await house.database.read(
        `insert into log_leaf select 0, id, sha256(salt || convert_to(body, 'UTF8')) from event where id = $1`, [id]);
      await house.database.read('delete from event_pending');
      const second = house.openLog();
      await second.start();
      await reaches(second, 1);
    }));

  it('refuses a database that was rolled back behind what it published', () =>
    inHouse(async (house) => {
      const first = house.openLog();
      await first.start();
      await commitEvents(house.database, 5);
      await reaches(first, 5);
      await first.stop();
      const other = await enterHouse();
      try {
        const second = house.openLog({ database: other.database });
        await assert.rejects(second.start(), { code: 'log.databaseRolledBack', params: { databaseSize: 0, publishedSize: 5 } });
        assert.equal(second.status().state, 'halted');
        await second.stop();
      } finally {
        await other.leave();
      }
    }));

  it('refuses a database that was rolled back and has grown again', () =>
    inHouse(async (house) => {
      const first = house.openLog();
      await first.start();
      await commitEvents(house.database, 5);
      await reaches(first, 5);
      await first.stop();
      const other = await enterHouse();
      try {
        const elsewhere = other.openLog();
        await elsewhere.start();
        await commitEvents(other.database, 9);
        await reaches(elsewhere, 9);
        await elsewhere.stop();
        await other.database.pool.query('drop table log_checkpoint');
        await other.database.pool.query('create table log_checkpoint (tree_size bigint primary key, root_hash bytea, note text, published_at timestamptz)');
        const second = house.openLog({ database: other.database });
        await assert.rejects(second.start(), { code: 'log.databaseDiffers' });
        await second.stop();
      } finally {
        await other.leave();
      }
    }));

  it('refuses another key, and a key of another origin', () =>
    inHouse(async (house) => {
      const first = house.openLog();
      await first.start();
      await first.stop();
      await rm(join(house.folder, 'log', 'log.key'));
      const second = house.openLog();
      await assert.rejects(second.start(), { code: 'log.keyChanged' });
      const third = house.openLog({ origin: 'gbc-union.example/elsewhere' });
      await assert.rejects(third.start(), (error: AnchoringError) => error.code === 'log.keyInvalid');
    }));
});

describe('silence', () => {
  it('shows as a heartbeat of its own', () =>
    inHouse(async (house) => {
      let offsetMs = 0;
      const env = { ...systemEnvironment, now: () => new Date(Date.now() + offsetMs) };
      const log = house.openLog({ env });
      await log.start();
      await commitEvents(house.database, 2, env);
      await reaches(log, 2);
      offsetMs = 9 * 60_000;
      await log.stop();
      offsetMs = 11 * 60_000;
      const again = house.openLog({ env });
      await again.start();
      await reaches(again, 3);
      const { rows } = await house.database.read<{ body: string }>(`select body from event where type = 'heartbeat'`);
      assert.deepEqual(rows.map((row) => JSON.parse(row.body).data), [{ sinceLeafIndex: 1 }]);
    }));
});

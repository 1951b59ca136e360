import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseVerifierKey, verifyPacket } from '@gbc/anchoring-verifier';
import { LogSource } from '../mirror/log-source.ts';
import { Mirror } from '../mirror/mirror.ts';
import { MirrorStore } from '../mirror/mirror-store.ts';
import { createMirrorServer } from '../mirror/server.ts';
import { generateWitnessKey, parseWitnessKey } from '../mirror/witness-key.ts';
import { Packets } from '../packets/packets.ts';
import { commitEvents, enterHouse, silentLogger, type House } from '../testing/house.ts';
import { serveHonestly, startLogServer } from '../testing/log-server.ts';
import { commit, paidApplication } from '../testing/matters.ts';
import { until } from '../testing/until.ts';
import type { Log } from '../log/log.ts';
import { Cosigner, type CosignerOptions, type WitnessAddress } from './cosigner.ts';

interface Member extends WitnessAddress {
  readonly mirror: Mirror;
  stop(): Promise<void>;
}

async function openMember(house: House, log: Log, logUrl: string, name: string): Promise<Member> {
  const store = new MirrorStore(join(house.folder, name));
  const witnessKey = parseWitnessKey(generateWitnessKey(`witness.example/${name}`));
  const mirror = new Mirror({ source: new LogSource(logUrl), store, witnessKey, logKey: parseVerifierKey(log.status().verifierKey as string) });
  const server = createMirrorServer(mirror).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  house.onLeave(stop);
  return { mirror, key: witnessKey.verifierKeyText, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

async function withMembers(work: (stage: { house: House; log: Log; members: [Member, Member, Member]; open(options?: Partial<CosignerOptions>): Promise<Cosigner> }) => Promise<void>): Promise<void> {
  const house = await enterHouse();
  try {
    const log = house.openLog();
    await log.start();
    const server = await startLogServer(serveHonestly(log, house.database));
    house.onLeave(() => server.close());
    const [one, two, three] = await Promise.all(['one', 'two', 'three'].map((name) => openMember(house, log, server.url, name)));
    const members: [Member, Member, Member] = [one!, two!, three!];
    await work({
      house, log, members,
      async open(options = {}) {
        const cosigner = new Cosigner({ log, database: house.database, witnesses: members, quorum: 2, logger: silentLogger, intervalMs: 20, timeoutMs: 2_000, ...options });
        await cosigner.start();
        house.onLeave(() => cosigner.stop());
        return cosigner;
      },
    });
  } finally {
    await house.leave();
  }
}

describe('cosigning', () => {
  it('makes a checkpoint final with a quorum, also while a witness is away', () =>
    withMembers(async ({ house, log, members, open }) => {
      const cosigner = await open();
      await commitEvents(house.database, 300);
      await until('all have cosigned', () => cosigner.status().witnesses.every(({ treeSize }) => treeSize === 300));
      assert.equal(cosigner.status().finalSize, 300);
      await members[2].stop();
      await commitEvents(house.database, 100);
      await until('two have cosigned', () => cosigner.status().finalSize === 400);
      await members[1].stop();
      await commitEvents(house.database, 100);
      await until('one has cosigned', () => cosigner.status().witnesses[0]?.treeSize === 500);
      assert.equal(cosigner.status().finalSize, 400, 'one of a quorum of two is not enough');
      assert.ok(cosigner.status().witnesses.slice(1).every(({ error }) => error !== null));
      assert.equal(log.status().head?.treeSize, 500, 'nothing waits for witnesses');
    }));

  it('takes up where it was after a restart, and where a witness knows another size than we do', () =>
    withMembers(async ({ house, open }) => {
      const first = await open();
      await commitEvents(house.database, 10);
      await until('cosigned', () => first.status().finalSize === 10);
      await first.stop();
      const again = await open();
      assert.equal(again.status().finalSize, 10);
      await again.stop();
      await house.database.read('delete from log_cosignature');
      await commitEvents(house.database, 10);
      const third = await open();
      await until('cosigned once more', () => third.status().witnesses.every(({ treeSize }) => treeSize === 20));
    }));

  it('counts no signature but by the key that was configured', () =>
    withMembers(async ({ house, members, open }) => {
      const [one, two] = members;
      const cosigner = await open({ witnesses: [{ key: one.key, url: two.url }, two], quorum: 2 });
      await commitEvents(house.database, 5);
      await until('the honest one has cosigned', () => cosigner.status().witnesses[1]?.treeSize === 5);
      await until('the other is found out', () => cosigner.status().witnesses[0]?.error?.includes('no cosignature'));
      assert.equal(cosigner.status().finalSize, 0);
    }));

  it('stands in the packets, which then verify by the witnesses alone', () =>
    withMembers(async ({ house, log, members, open }) => {
      const cosigner = await open({ quorum: 3 });
      await commit(house.database, paidApplication('A-1'));
      await commitEvents(house.database, 30);
      await until('it is final', () => cosigner.status().finalSize === 38);
      const packet = await new Packets({ database: house.database, log, rpcUrl: 'http://127.0.0.1:1', logger: silentLogger }).packetFor({ kind: 'application', applicationId: 'A-1' });
      const witnesses = members.map(({ key }) => key);
      assert.equal((await verifyPacket(packet, { witnesses })).verdict, 'verified');
      assert.equal((await verifyPacket(packet, { key: log.status().verifierKey as string, witnesses })).verdict, 'verified');
    }));

  it('refuses a quorum that can’t be reached and a key that is no witness’s', () =>
    withMembers(async ({ log, open }) => {
      await assert.rejects(open({ quorum: 4 }), RangeError);
      await assert.rejects(open({ witnesses: [{ key: log.status().verifierKey as string, url: 'http://127.0.0.1:1' }], quorum: 1 }), { code: 'verifier.malformed' });
    }));
});

import { verifyReceipt, type Receipt } from '@gbc/anchoring-verifier';
import type { Anchorer } from '../chain/anchorer.ts';
import type { Log } from '../log/log.ts';
import { Receipts } from '../receipts/receipts.ts';
import { startTestEvmNode, type TestEvmNode } from './anvil.ts';
import { commitEvents, enterHouse, type House } from './house.ts';
import { until } from './until.ts';

/** A log with its anchors on a real EVM node, in a house of its own. */
export interface Stage {
  readonly house: House;
  readonly evm: TestEvmNode;
  readonly log: Log;
  readonly anchorer: Anchorer;
  readonly receipts: Receipts;
  /** Commits events and waits until all that was committed is anchored. */
  anchorMore(count: number): Promise<string[]>;
  /** Waits until all that was committed is anchored, by the stage's own anchorer or another. */
  settled(by?: Anchorer): Promise<void>;
  /** Waits until the log has all that was committed. @returns its size */
  logged(): Promise<number>;
}

/** Sets the stage, plays, and strikes it, also when the play fails. @param anvilOptions what the EVM node is started with */
export async function onStage(work: (stage: Stage) => Promise<void>, anvilOptions: readonly string[] = []): Promise<void> {
  const house = await enterHouse();
  try {
    const evm = await startTestEvmNode(anvilOptions);
    house.onLeave(() => evm.kill());
    const log = house.openLog();
    await log.start();
    const anchorer = house.openAnchorer(log, evm.url);
    await anchorer.start();
    const receipts = new Receipts({ database: house.database, log });
    const countLogged = async () => {
      const { rows } = await house.database.read<{ count: bigint }>('select count(*) from event');
      const count = Number(rows[0]?.count);
      return log.status().head?.treeSize === count && count;
    };
    const settled = async (by = anchorer) => {
      await until('all is anchored', async () => {
        const count = await countLogged();
        return count !== false && by.status().head?.treeSize === count;
      });
    };
    await work({
      house, evm, log, anchorer, receipts, settled,
      logged: () => until('all is logged', countLogged),
      async anchorMore(count) {
        const ids = await commitEvents(house.database, count);
        await settled();
        return ids;
      },
    });
  } finally {
    await house.leave();
  }
}

/** What the committed events of a type tell, oldest first. */
export const eventsOf = async (house: House, type: string): Promise<Record<string, unknown>[]> => {
  const { rows } = await house.database.read<{ body: string }>('select body from event where type = $1 order by at, id', [type]);
  return rows.map((row) => (JSON.parse(row.body) as { data: Record<string, unknown> }).data);
};

/** What a reader trusts that was given the log's key, the contract and a node. */
export const trustOf = ({ log, anchorer, evm }: Stage) => ({
  key: log.status().verifierKey as string,
  contract: anchorer.status().contract as string,
  rpc: evm.url,
});

export const verdictOf = async (receipt: Receipt, stage: Stage): Promise<string> => (await verifyReceipt(receipt, trustOf(stage))).verdict;

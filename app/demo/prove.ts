import { verify, verifyReceipt, type CheckId, type Receipt, type Trust, type Verification } from '@gbc/anchoring-verifier';
import type { Client } from './client.ts';
import { takePacket, type Packet } from './packet.ts';
import { until } from './patience.ts';
import { readRpcUrl } from './trust.ts';

export interface Proof {
  readonly packet: Packet;
  /** Block of the receipt for the matter's last event. */
  readonly anchoredBlock: number;
}

/** Two anchors apart, and a chain that was killed and has to catch up. */
const patienceMs = 120_000;

/** Checks that depend on the chain alone: while it catches up they may fail and be right a moment later. */
const chainChecks: readonly CheckId[] = ['contract', 'chain', 'block', 'anchored', 'head'];

/** The events of a matter that are proved: the movement of the money, and the last one of all. */
async function findKeyEvents(auditor: Client, applicationId: string) {
  const { items } = await auditor.call('getApplicationHistory', { params: { applicationId } });
  const posted = items.find(({ type }) => type === 'transferPosted');
  const last = items.at(-1);
  if (!posted || !last) throw new Error('the money of a completed application has not moved');
  return { transferPosted: posted.eventId, last: last.eventId };
}

/** The registry that the log itself names, under the signature of the trusted key. */
function findContract({ events }: Packet): string | undefined {
  const deployed = events.split('\n').findLast((line) => line.includes('\\"type\\":\\"contractDeployed\\"'));
  if (!deployed) return undefined;
  const { event } = JSON.parse(deployed) as { event: string };
  return (JSON.parse(event) as { data: { address: string } }).data.address;
}

const failuresOf = ({ checks }: Verification) => checks.filter(({ outcome }) => outcome === 'failed');
const hasPassed = ({ checks }: Verification, id: CheckId) => checks.some((check) => check.id === id && check.outcome === 'passed');

/** True once the chain holds it. @throws Error for a proof that no waiting makes good */
async function isProved(receipt: Receipt, trust: Trust): Promise<boolean> {
  const verification = await verifyReceipt(receipt, trust);
  const false_ = failuresOf(verification).filter(({ id }) => !chainChecks.includes(id));
  if (false_.length > 0) throw new Error(`the receipt of leaf ${receipt.leafIndex} is false: ${false_.map(({ sentence }) => sentence.en).join(' ')}`);
  return verification.verdict === 'verified' && hasPassed(verification, 'signature') && hasPassed(verification, 'inclusion') && hasPassed(verification, 'anchored');
}

/** Waits until the chain has the whole matter, and takes a packet whose parts verify against the key, the contract and the node. */
export async function prove(auditor: Client, dataDir: string, { applicationId, redemptionId }: { readonly applicationId: string; readonly redemptionId: string }): Promise<Proof> {
  const eventIds = await findKeyEvents(auditor, applicationId);
  return until('the whole matter is proved on the chain', patienceMs, async () => {
    // A product that was just started has its log a moment after its first page.
    if ((await auditor.call('getLogStatus')).treeSize === 0) return undefined;
    const histories = await Promise.all([applicationId, redemptionId].map((id) => auditor.call('getApplicationHistory', { params: { applicationId: id } })));
    if (histories.some(({ items }) => items.some(({ proof }) => proof !== 'anchored'))) return undefined;
    const packet = await takePacket(auditor, dataDir, applicationId, eventIds);
    const contract = findContract(packet);
    if (!contract) return undefined;
    const trust = { key: packet.key, contract, rpc: readRpcUrl(dataDir) };
    const proved = await Promise.all(Object.values(packet.receipts).map((receipt) => isProved(receipt, trust)));
    const audited = await verify(packet.audit, trust);
    const anchor = packet.receipts['last']?.anchor;
    return anchor && proved.every(Boolean) && audited.verdict === 'verified' ? { packet, anchoredBlock: anchor.blockNumber } : undefined;
  });
}

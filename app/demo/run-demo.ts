import { check } from './checker.ts';
import { openProduct, type RunningProduct } from './open-product.ts';
import { keepPacket } from './packet.ts';
import { signInAll } from './people.ts';
import { prove } from './prove.ts';
import { openRunRecord, type Step } from './run-record.ts';
import { Walk } from './walk.ts';

export interface DemoOptions {
  readonly dataDir: string;
  /** Go on with the last walk of this folder. */
  readonly resume: boolean;
  /** Told of what is about to be done. */
  readonly onStep: (step: Step | 'start') => void;
  readonly say: (line: string) => void;
  /** Ends the product early. */
  readonly signal: AbortSignal;
}

/** What a walk came to; amounts are fen. */
export interface DemoResult {
  /** Applications whose money has moved, those of the seed included. */
  readonly applications: number;
  /** All that suppliers were paid. */
  readonly paidFen: number;
  /** All that subsidised individuals were paid. */
  readonly subsidisedFen: number;
  /** All that the bank has paid in place of tokens. */
  readonly redeemedFen: number;
  /** All that offices keep for their operating costs. */
  readonly operatingFen: number;
  readonly supplyFen: number;
  /** By the bank's own books. */
  readonly custodyFen: number;
  /** The bank's statement and the ledger agree on every line. */
  readonly reserveAgrees: boolean;
  readonly logSize: number;
  /** The checkpoint is signed by the log's key and its root is that of the exported events. */
  readonly checkpointVerified: boolean;
  /** The receipts of the payment and of the last event hold against key, contract and chain. */
  readonly inclusionVerified: boolean;
  readonly anchoredBlock: number;
  readonly wallMs: number;
}

async function walkAndProve(product: RunningProduct, { dataDir, resume, onStep, say }: DemoOptions): Promise<Omit<DemoResult, 'wallMs'> & { differences: readonly string[] }> {
  const record = openRunRecord(dataDir, resume);
  const people = await signInAll(product);
  const { applicationId, redemptionId } = await new Walk(people, record, onStep).go();
  onStep('reserve');
  const { agrees } = await people.auditor.call('proveReserve', { key: `demo-${record.number}-reserve` });
  record.finish('reserve');
  onStep('prove');
  const { packet, anchoredBlock } = await prove(people.auditor, dataDir, { applicationId, redemptionId });
  say(`exported events, checkpoint and receipts: ${keepPacket(dataDir, packet)}`);
  const report = check(packet);
  record.finish('prove');
  return {
    applications: report.paidApplications.length,
    paidFen: Number(report.paidToFirmsFen),
    subsidisedFen: Number(report.paidToIndividualsFen),
    redeemedFen: Number(report.burnedFen),
    operatingFen: Number(report.operatingFen),
    supplyFen: Number(report.supplyFen),
    custodyFen: packet.custodyFen,
    reserveAgrees: agrees,
    logSize: report.logSize,
    checkpointVerified: report.checkpointVerified,
    inclusionVerified: true,
    anchoredBlock,
    differences: report.differences,
  };
}

async function runOnce(product: RunningProduct, options: DemoOptions): Promise<Awaited<ReturnType<typeof walkAndProve>>> {
  const onAbort = () => void product.close();
  options.signal.addEventListener('abort', onAbort);
  try {
    options.signal.throwIfAborted();
    return await walkAndProve(product, options);
  } finally {
    options.signal.removeEventListener('abort', onAbort);
    await product.close();
  }
}

/**
 * Starts the product, walks the slice, and checks what came of it.
 * @throws AggregateError with one error for each thing that the checker disagrees with; Error where the walk can't go on
 */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const startedMs = performance.now();
  options.onStep('start');
  const first = await openProduct(options.dataDir, options.say);
  const { differences, ...result } = await runOnce(first, options).catch(async (error: unknown) => {
    if (!first.isAdopted || first.isAlive() || options.signal.aborted) throw error;
    options.say('it ended on the way: the walk is gone on with on a product of its own');
    return runOnce(await openProduct(options.dataDir, options.say), { ...options, resume: true });
  });
  if (differences.length > 0) throw new AggregateError(differences.map((difference) => new Error(difference)), 'the independent checker disagrees');
  return { ...result, wallMs: Math.round(performance.now() - startedMs) };
}

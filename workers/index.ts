import type { OpenWorker } from '@gbc/engine';
import { anchorState } from './jobs/anchor-state.ts';
import { burnTokensJob } from './jobs/burn-tokens.ts';
import { correctTransferJob } from './jobs/correct-transfer.ts';
import { holdPayout } from './jobs/hold-payout.ts';
import { holdRedemption } from './jobs/hold-redemption.ts';
import { instructBank } from './jobs/instruct-bank.ts';
import { matchDepositJob } from './jobs/match-deposit.ts';
import { mintTokensJob } from './jobs/mint-tokens.ts';
import { notify } from './jobs/notify.ts';
import { setAsideOperatingJob } from './jobs/set-aside-operating.ts';
import { transferTokens } from './jobs/transfer-tokens.ts';
import { validateDocuments } from './jobs/validate-documents.ts';
import { voidPayout } from './jobs/void-payout.ts';
import { voidRedemptionJob } from './jobs/void-redemption.ts';
import type { WorkerParts } from './parts.ts';

export { createBankFeed, type BankFeed } from './bank-feed.ts';
export { createReserveClock, type ReserveClock } from './reserve-clock.ts';
export type { WorkerParts } from './parts.ts';

/** Opens a worker for every job type that the models use. */
export function openWorkers(parts: WorkerParts): OpenWorker {
  const handlers = [
    validateDocuments, holdPayout, transferTokens, voidPayout, setAsideOperatingJob, correctTransferJob, matchDepositJob, mintTokensJob, holdRedemption, instructBank, burnTokensJob, voidRedemptionJob,
    notify, anchorState,
  ];
  const open = handlers.map((handler) => parts.engine.openWorker(handler(parts)));
  return { close: async () => void (await Promise.all(open.map((worker) => worker.close()))) };
}

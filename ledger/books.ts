import type { BusinessEvent, EventInput } from '@gbc/events';
import type { AccountBalances } from './account.ts';
import type { Budget } from './budget.ts';
import type { Evidence, PaymentFact } from './evidence.ts';
import { isInForce, type Freeze } from './freeze.ts';
import { LedgerError } from './ledger-error.ts';
import { shareLots, type Lot, type LotShare } from './lot.ts';
import type { Burn, Payout, SetAside, Transfer } from './transfer.ts';

/** What the log says of a business id, and what was moved for it so far, by payout number. */
export interface Matter {
  readonly evidence: Evidence;
  /** Of a deposit: advised, matched, parked. */
  readonly depositEvents: readonly BusinessEvent<'depositAdvised' | 'depositMatched' | 'depositParked'>[];
  readonly transfers: readonly Transfer[];
}

/** An account as the books have it open. */
export interface OpenAccountStanding extends AccountBalances {
  /** True for one that pays under an appropriation, as offices' do and suppliers' don't. */
  readonly hasAppropriation: boolean;
}

export interface BooksContent {
  readonly matters: ReadonlyMap<string, Matter>;
  readonly accounts: ReadonlyMap<string, OpenAccountStanding>;
  readonly custodyId: string | undefined;
  /** The newest reserve proof has a difference. */
  readonly isMintingStopped: boolean;
  readonly budgets: ReadonlyMap<string, Budget>;
  /** The oldest open lots of paying accounts, as many as the commands can need. */
  readonly lots: ReadonlyMap<string, readonly Lot[]>;
  /** Not lifted, of the accounts and business ids that are open here; some may have expired. */
  readonly freezes: readonly Freeze[];
}

interface Move {
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  readonly pendingFen: bigint;
  readonly postedFen: bigint;
}

/**
 * All that some commands need of the ledger, locked and in memory, and what they have changed. Rules read and write here and are
 * plain functions; the database is read once before them and written once after.
 */
export class Books {
  readonly #matters: Map<string, Matter>;
  readonly #accounts: Map<string, OpenAccountStanding>;
  readonly #custodyId: string | undefined;
  readonly #isMintingStopped: boolean;
  readonly #budgets: Map<string, Budget>;
  readonly #lots: Map<string, Lot[]>;
  readonly #freezes: readonly Freeze[];
  readonly #changed = {
    accounts: new Set<string>(), budgets: new Set<string>(), insertedTransfers: new Map<string, Transfer>(), settledTransfers: new Map<string, Payout | Burn>(),
    insertedLots: new Map<string, Lot>(), drawnLots: new Map<string, Lot>(), events: [] as EventInput[],
  };

  constructor({ matters, accounts, custodyId, isMintingStopped, budgets, lots, freezes }: BooksContent) {
    this.#freezes = freezes;
    this.#matters = new Map(matters);
    this.#accounts = new Map(accounts);
    this.#custodyId = custodyId;
    this.#isMintingStopped = isMintingStopped;
    this.#budgets = new Map(budgets);
    this.#lots = new Map(Array.from(lots, ([accountId, open]) => [accountId, [...open]]));
  }

  /** The matter of an application or a deposit. */
  matter(applicationId: string): Matter {
    const matter = this.#matters.get(applicationId);
    if (!matter) throw new Error(`the books were not opened for ${applicationId}`);
    return matter;
  }

  /** @throws LedgerError `ledger.accountMissing` */
  account(accountId: string): OpenAccountStanding {
    const account = this.#accounts.get(accountId);
    if (!account) throw new LedgerError('ledger.accountMissing', { accountId });
    return account;
  }

  /** @throws LedgerError `ledger.mintingStopped` */
  requireMinting(): void {
    if (this.#isMintingStopped) throw new LedgerError('ledger.mintingStopped');
  }

  /** The contra account. @throws LedgerError `ledger.accountMissing` */
  custodyId(): string {
    if (this.#custodyId === undefined) throw new LedgerError('ledger.accountMissing', { accountId: 'custody' });
    return this.#custodyId;
  }

  /** A budget and all above it, from the appropriation down. @throws LedgerError `ledger.budgetMissing` */
  budgetChain(budgetId: string): readonly Budget[] {
    const chain: Budget[] = [];
    for (let id: string | null = budgetId; id !== null; id = chain[0]?.parentId ?? null) {
      const budget = this.#budgets.get(id);
      if (!budget) throw new LedgerError('ledger.budgetMissing', { budgetId: id });
      chain.unshift(budget);
    }
    return chain;
  }

  /** @throws LedgerError `ledger.frozen` where the application or one of the accounts is frozen */
  requireUnfrozen(now: Date, applicationId: string, accountIds: readonly string[]): void {
    const freeze = this.#freezes.find((it) => isInForce(it, now) && (it.subject === 'account' ? accountIds.includes(it.subjectId) : it.subjectId === applicationId));
    if (!freeze) return;
    const { freezeId, subject, subjectId } = freeze;
    throw new LedgerError('ledger.frozen', { freezeId, subject, subjectId });
  }

  /** Adds the same to the debits of one account and to the credits of another: the two sides never differ. */
  move({ debitAccountId, creditAccountId, pendingFen, postedFen }: Move): void {
    const debit = this.account(debitAccountId);
    this.#putAccount({ ...debit, debitsPendingFen: debit.debitsPendingFen + pendingFen, debitsPostedFen: debit.debitsPostedFen + postedFen });
    const credit = this.account(creditAccountId);
    this.#putAccount({ ...credit, creditsPendingFen: credit.creditsPendingFen + pendingFen, creditsPostedFen: credit.creditsPostedFen + postedFen });
  }

  /** Adds to what is funded, held and spent on budgets, in fen; negative takes away. */
  count(budgets: readonly Budget[], { fundedFen = 0n, heldFen = 0n, spentFen = 0n }: Partial<Pick<Budget, 'fundedFen' | 'heldFen' | 'spentFen'>>): void {
    for (const budget of budgets) {
      const counted = { ...budget, fundedFen: budget.fundedFen + fundedFen, heldFen: budget.heldFen + heldFen, spentFen: budget.spentFen + spentFen };
      this.#budgets.set(budget.id, counted);
      this.#changed.budgets.add(budget.id);
    }
  }

  insertTransfer(transfer: Transfer): void {
    this.#putTransfer(transfer);
    this.#changed.insertedTransfers.set(transfer.id, transfer);
  }

  /** Writes how a hold ended. */
  settleTransfer(payout: Payout | Burn): void {
    this.#putTransfer(payout);
    const changed = this.#changed;
    if (changed.insertedTransfers.has(payout.id)) changed.insertedTransfers.set(payout.id, payout);
    else changed.settledTransfers.set(payout.id, payout);
  }

  /** The first lot of newly minted tokens. */
  insertLot(lot: Lot): void {
    this.#changed.insertedLots.set(lot.id, lot);
    if (lot.remainingFen === 0n) return;
    const open = this.#lots.get(lot.accountId);
    if (open) open.push(lot);
    else this.#lots.set(lot.accountId, [lot]);
  }

  /**
   * Takes the oldest tokens of an account and hands them to another; in custody they end, with nothing left of them.
   * @returns from which lots, and the lots they became
   */
  moveLots(transfer: Payout | Burn | SetAside, newId: () => string): { from: LotShare; lot: Lot }[] {
    return this.handOver(shareLots(this.#lots.get(transfer.debitAccountId) ?? [], transfer.amountFen), transfer, newId);
  }

  /**
   * The tokens that a payment moved, as they lie with its payee.
   * @throws LedgerError `ledger.tokensMoved` where some of them have moved on
   */
  tokensMovedBy({ id: transferId, creditAccountId, amountFen }: Payout): LotShare[] {
    const shares = (this.#lots.get(creditAccountId) ?? [])
      .filter((lot) => lot.transferId === transferId && lot.remainingFen === lot.amountFen)
      .map((lot): LotShare => ({ lot, amountFen: lot.amountFen }));
    const foundFen = shares.reduce((sum, share) => sum + share.amountFen, 0n);
    if (foundFen !== amountFen) throw new LedgerError('ledger.tokensMoved', { transferId, amountFen, foundFen });
    return shares;
  }

  /** Hands just these tokens to an account. @returns from which lots, and the lots they became */
  handOver(shares: readonly LotShare[], { id: transferId, creditAccountId }: Pick<Transfer, 'id' | 'creditAccountId'>, newId: () => string): { from: LotShare; lot: Lot }[] {
    const isEnd = this.account(creditAccountId).kind === 'custody';
    return shares.map((from) => {
      this.#putLot({ ...from.lot, remainingFen: from.lot.remainingFen - from.amountFen });
      const { adviceId, projectId, budgetLine } = from.lot;
      const lot: Lot = {
        id: newId(), accountId: creditAccountId, adviceId, projectId, budgetLine, amountFen: from.amountFen, remainingFen: isEnd ? 0n : from.amountFen,
        parentId: from.lot.id, transferId,
      };
      this.insertLot(lot);
      return { from, lot };
    });
  }

  /** Notes what the log is about to say of a payment, for the commands that come after in the same group. */
  notePayment(applicationId: string, fact: PaymentFact): void {
    const matter = this.matter(applicationId);
    this.#matters.set(applicationId, { ...matter, evidence: { ...matter.evidence, payments: [...matter.evidence.payments, fact] } });
  }

  /** Remembers how the books stand. @returns what brings them back to that */
  mark(): () => void {
    const { accounts, budgets, events, ...rows } = this.#changed;
    const maps: readonly Map<string, unknown>[] = [this.#matters, this.#accounts, this.#budgets, ...Object.values(rows)].map((map) => map as Map<string, unknown>);
    const before = maps.map((map) => new Map(map));
    const lots = Array.from(this.#lots, ([accountId, open]) => [accountId, [...open]] as const);
    const [accountIds, budgetIds, eventCount] = [new Set(accounts), new Set(budgets), events.length];
    return () => {
      for (const [index, map] of maps.entries()) refill(map, before[index] ?? []);
      refill(this.#lots, lots);
      for (const [ids, then] of [[accounts, accountIds], [budgets, budgetIds]] as const) for (const id of ids) if (!then.has(id)) ids.delete(id);
      events.length = eventCount;
    };
  }

  append(event: EventInput): void {
    this.#changed.events.push(event);
  }

  /** How accounts, budgets and lots stand now. */
  standings(): Pick<BooksContent, 'accounts' | 'budgets' | 'lots'> {
    return { accounts: this.#accounts, budgets: this.#budgets, lots: this.#lots };
  }

  /** What must be written, in an order in which rows stand before those that refer to them. */
  changes() {
    const { accounts, budgets, insertedTransfers, settledTransfers, insertedLots, drawnLots, events } = this.#changed;
    return {
      accounts: Array.from(accounts, (id) => this.account(id)),
      budgets: Array.from(budgets, (id) => this.#budgets.get(id) as Budget),
      insertedTransfers: [...insertedTransfers.values()],
      settledTransfers: [...settledTransfers.values()],
      insertedLots: [...insertedLots.values()],
      drawnLots: [...drawnLots.values()],
      events,
    };
  }

  #putAccount(account: OpenAccountStanding): void {
    this.#accounts.set(account.id, account);
    this.#changed.accounts.add(account.id);
  }

  #putTransfer(transfer: Transfer): void {
    const matter = this.matter(transfer.applicationId);
    const others = matter.transfers.filter(({ id }) => id !== transfer.id);
    const transfers = [...others, transfer].sort((a, b) => a.payoutNo - b.payoutNo);
    this.#matters.set(transfer.applicationId, { ...matter, transfers });
  }

  #putLot(lot: Lot): void {
    const open = this.#lots.get(lot.accountId) ?? [];
    const index = open.findIndex(({ id }) => id === lot.id);
    if (lot.remainingFen === 0n) open.splice(index, 1);
    else open[index] = lot;
    const { insertedLots, drawnLots } = this.#changed;
    if (insertedLots.has(lot.id)) insertedLots.set(lot.id, lot);
    else drawnLots.set(lot.id, lot);
  }
}

function refill<Value>(map: Map<string, Value>, entries: Iterable<readonly [string, Value]>): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}

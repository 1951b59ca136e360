import { amountOf, canonical, text, type Account, type Decision, type LoggedEvent } from './logged-event.ts';

/** Tokens held for a redemption, and what was said to the bank and by the bank about paying for them. */
interface Redemption {
  readonly applicationId: string;
  readonly account: string;
  readonly amountFen: bigint;
  readonly revision: unknown;
  readonly payoutNo: unknown;
  paymentId: string | undefined;
  answer: 'paid' | 'refused' | undefined;
  state: 'pending' | 'posted' | 'voided';
}

/** What redemptions need of the rest of the replay. */
export interface ReplayBooks {
  holding(id: unknown): Account;
  /** The decisions of a kind that an event names, each an accepted approval in the role that gives it. */
  approvals(data: LoggedEvent['data'], kind: string): readonly Decision[];
  addApplicant(applicationId: string, actor: LoggedEvent['actor']): void;
  isApplicant(applicationId: string, personId: string): boolean;
}

/** Part of the checker: holds each step of a redemption against what came before it. */
export class RedemptionReplay {
  /** All that ended because the bank paid for it. */
  burnedFen = 0n;
  readonly #books: ReplayBooks;
  readonly #held = new Map<string, Redemption>();
  readonly #orders = new Map<string, LoggedEvent['data']>();

  constructor(books: ReplayBooks) {
    this.#books = books;
  }

  take(event: LoggedEvent): void {
    const { type, data, applicationId = '' } = event;
    if (type === 'redemptionOrdered') this.#order(event, applicationId);
    else if (type === 'redemptionHeld') this.#hold(data, applicationId);
    else if (type === 'paymentInstructed') this.#instruct(data, applicationId);
    else if (type === 'paymentConfirmed' || type === 'paymentRefused') this.#hearBank(data, type === 'paymentConfirmed');
    else if (type === 'redemptionVoided') this.#close(data, 'voided');
    else if (type === 'tokensBurned') this.#burn(data);
  }

  #order({ data, actor }: LoggedEvent, applicationId: string): void {
    this.#orders.set(applicationId, data);
    this.#books.addApplicant(applicationId, actor);
  }

  #hold(data: LoggedEvent['data'], applicationId: string): void {
    const order = this.#orders.get(applicationId);
    const amountFen = amountOf(data);
    const { revision, payoutNo, debitAccountId } = data;
    const earlier = [...this.#held.values()].filter((it) => it.applicationId === applicationId);
    if (earlier.some((it) => it.payoutNo === payoutNo || it.state !== 'voided')) throw new Error(`redemption ${applicationId} is held or paid already`);
    const asked = [order?.['accountId'], order?.['amountFen'], order?.['revision']];
    if (canonical(asked) !== canonical([debitAccountId, data['amountFen'], revision])) throw new Error('it is not what the newest order asks for');
    const account = this.#books.holding(debitAccountId);
    if (account.organisationId !== order?.['organisationId']) throw new Error('it is ordered of an account of another organisation');
    account.heldFen += amountFen;
    if (account.balanceFen < account.heldFen) throw new Error(`account ${text(debitAccountId)} goes below zero`);
    this.#held.set(text(data['transferId']), {
      applicationId, account: text(debitAccountId), amountFen, revision, payoutNo, paymentId: undefined, answer: undefined, state: 'pending',
    });
  }

  #redemption(data: LoggedEvent['data']): Redemption {
    const found = this.#held.get(text(data['transferId']));
    if (found?.state !== 'pending') throw new Error(`redemption ${text(data['transferId'])} is ${found ? `${found.state} already` : 'not held'}`);
    if (found.amountFen !== amountOf(data)) throw new Error('it differs from what is held');
    return found;
  }

  /** The bank may only be told to pay once somebody of the receiving office, who didn't order it, has said so. */
  #instruct(data: LoggedEvent['data'], applicationId: string): void {
    const found = this.#redemption(data);
    const receiver = this.#orders.get(applicationId)?.['receiverOrganisationId'];
    const approvals = this.#books.approvals(data, 'redemption').filter(({ revision, payoutNo }) => revision === found.revision && payoutNo === found.payoutNo);
    const isReceived = approvals.some((it) => it.applicationId === applicationId && it.organisationId === receiver && !this.#books.isApplicant(applicationId, it.personId));
    if (!isReceived || found.applicationId !== applicationId) throw new Error('nobody of the receiving office received it');
    const paymentId = text(data['paymentId']);
    if ([...this.#held.values()].some((it) => it.paymentId === paymentId)) throw new Error(`payment ${paymentId} is instructed twice`);
    found.paymentId = paymentId;
  }

  #hearBank(data: LoggedEvent['data'], isPaid: boolean): void {
    const found = [...this.#held.values()].find(({ paymentId }) => paymentId === text(data['paymentId']));
    if (!found || found.answer) throw new Error(`payment ${text(data['paymentId'])} is ${found ? 'answered twice' : 'nobody’s'}`);
    if (isPaid && amountOf(data) !== found.amountFen) throw new Error('the bank paid another amount');
    found.answer = isPaid ? 'paid' : 'refused';
  }

  #close(data: LoggedEvent['data'], state: 'posted' | 'voided'): Redemption {
    const found = this.#redemption(data);
    if (state === 'voided' && found.paymentId && found.answer !== 'refused') throw new Error('tokens are released that the bank may have paid for');
    found.state = state;
    this.#books.holding(found.account).heldFen -= found.amountFen;
    return found;
  }

  #burn(data: LoggedEvent['data']): void {
    const found = this.#close(data, 'posted');
    if (found.answer !== 'paid' || found.paymentId !== data['paymentId']) throw new Error('tokens are burned that the bank has not paid for');
    const lots = Array.isArray(data['lots']) ? (data['lots'] as { readonly amountFen: number }[]) : [];
    if (lots.reduce((sum, { amountFen }) => sum + BigInt(amountFen), 0n) !== found.amountFen) throw new Error('the lots that end are not the amount');
    this.#books.holding(found.account).balanceFen -= found.amountFen;
    this.burnedFen += found.amountFen;
  }
}

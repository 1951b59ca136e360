import type { BusinessEvent, EventData, EventType } from '@gbc/events';

/** Kinds of events that name two accounts and an amount. */
export type MovementType = { [T in EventType]: EventData[T] extends { debitAccountId: string; creditAccountId: string; amountFen: bigint } ? T : never }[EventType];

/** What each kind does to its accounts. A kind that the catalogue gets is asked for here by the compiler. */
const effects: Readonly<Record<MovementType, 'posts' | 'holds' | 'releases'>> = {
  tokensMinted: 'posts',
  holdTaken: 'holds',
  holdVoided: 'releases',
  holdExpired: 'releases',
  transferPosted: 'posts',
  redemptionHeld: 'holds',
  redemptionVoided: 'releases',
  tokensBurned: 'posts',
  transferCorrected: 'posts',
  operatingSetAside: 'posts',
};

/** What events tell of accounts and their sums. */
export const balanceTypes: readonly (MovementType | 'accountOpened')[] = ['accountOpened', ...(Object.keys(effects) as MovementType[])];

/** An account by what the events up to some moment say of it. Amounts are fen. */
export interface AccountAsOf {
  readonly accountId: string;
  readonly kind: string;
  readonly organisationId: string | null;
  readonly projectId: string | null;
  /** Credits less debits; of custody, the supply with its sign turned. */
  balanceFen: number;
  /** Reserved of it by holds that were open then. */
  heldFen: number;
}

/** The ledger's sums, computed from events alone: no table of balances is asked, so they are as good as the log. */
export class BalancesAsOf {
  readonly #accounts = new Map<string, AccountAsOf>();
  readonly #holds = new Map<string, { readonly accountId: string; readonly amountFen: number }>();

  /** Takes in the next event, in the order of the log. */
  add(event: BusinessEvent<(typeof balanceTypes)[number]>): void {
    if (event.type === 'accountOpened') {
      const { accountId, kind, organisationId, projectId } = event.data;
      this.#accounts.set(accountId, { accountId, kind, organisationId, projectId, balanceFen: 0, heldFen: 0 });
      return;
    }
    const { transferId, debitAccountId, creditAccountId, amountFen } = event.data;
    // Posting settles the hold as voiding does.
    this.#release(transferId);
    const effect = effects[event.type];
    if (effect === 'holds') {
      this.#holds.set(transferId, { accountId: debitAccountId, amountFen });
      this.#account(debitAccountId).heldFen += amountFen;
    } else if (effect === 'posts') {
      this.#account(debitAccountId).balanceFen -= amountFen;
      this.#account(creditAccountId).balanceFen += amountFen;
    }
  }

  /** Accounts of organisations by id. */
  holdings(): AccountAsOf[] {
    return [...this.#accounts.values()].filter(({ kind }) => kind !== 'custody').sort((one, other) => (one.accountId < other.accountId ? -1 : 1));
  }

  /** All tokens that there were. */
  supplyFen(): number {
    return [...this.#accounts.values()].filter(({ kind }) => kind === 'custody').reduce((sum, { balanceFen }) => sum - balanceFen, 0);
  }

  #release(transferId: string): void {
    const hold = this.#holds.get(transferId);
    if (!hold) return;
    this.#account(hold.accountId).heldFen -= hold.amountFen;
    this.#holds.delete(transferId);
  }

  /** @throws Error where the log moves money of an account that it never opened */
  #account(accountId: string): AccountAsOf {
    const account = this.#accounts.get(accountId);
    if (!account) throw new Error(`the log has no opening of account ${accountId} before its first movement`);
    return account;
  }
}

import { isDeepStrictEqual } from 'node:util';
import type { Books, BooksContent, OpenAccountStanding } from './books.ts';
import type { Budget } from './budget.ts';
import { isInForce } from './freeze.ts';
import type { Lot } from './lot.ts';
import type { Standings } from './open-books.ts';
import type { Scope } from './scope.ts';

/** More standings than that are forgotten rather than kept. */
const accountsMax = 10_000;
/** A group that has not decided by then holds up no other. */
const waitMaxMs = 1_000;

type Foreseen = Pick<BooksContent, 'accounts' | 'budgets' | 'lots'>;

/**
 * How the newest group of commands has left accounts, budgets and lots, from when it has decided on, though it isn't committed yet. The next group
 * decides on that without waiting, and finds out under the locks whether it was so: the log and the tables alone are believed.
 */
export class Foresight {
  readonly #accounts = new Map<string, OpenAccountStanding>();
  readonly #budgets = new Map<string, Budget>();
  readonly #lots = new Map<string, readonly Lot[]>();
  #newest: Promise<void> = Promise.resolve();

  /** A group begins. Groups decide in the order in which they begin. */
  begin(): Turn {
    const before = this.#newest;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#newest = promise;
    return {
      foresee: async (scope) => {
        await Promise.race([before, new Promise((done) => setTimeout(done, waitMaxMs).unref())]);
        return this.#read(scope);
      },
      leave: (books, scope) => {
        this.#write(books.standings(), scope);
        resolve();
      },
      end: (isDone) => {
        if (!isDone) this.#forget();
        resolve();
      },
    };
  }

  /** Undefined where anything of it isn't known here. */
  #read({ accountIds, budgetIds, drawnFen }: Scope): Foreseen | undefined {
    const accounts = new Map<string, OpenAccountStanding>();
    for (const id of accountIds) {
      const account = this.#accounts.get(id);
      if (!account) return undefined;
      accounts.set(id, account);
    }
    const budgets = new Map<string, Budget>();
    for (const budgetId of budgetIds) {
      for (let id: string | null = budgetId; id !== null && !budgets.has(id); ) {
        const budget = this.#budgets.get(id);
        if (!budget) return undefined;
        budgets.set(id, budget);
        id = budget.parentId;
      }
    }
    const lots = new Map<string, readonly Lot[]>();
    for (const [accountId, amountFen] of drawnFen) {
      const open = this.#lots.get(accountId) ?? [];
      if (open.reduce((sum, { remainingFen }) => sum + remainingFen, 0n) < amountFen) return undefined;
      lots.set(accountId, open);
    }
    return { accounts, budgets, lots };
  }

  /** Of lots, only where the oldest were read: those that an account was given lie behind others that aren't known. */
  #write({ accounts, budgets, lots }: Foreseen, { drawnFen }: Scope): void {
    if (this.#accounts.size > accountsMax || this.#budgets.size > accountsMax) this.#forget();
    for (const [id, account] of accounts) this.#accounts.set(id, account);
    for (const [id, budget] of budgets) this.#budgets.set(id, budget);
    for (const [accountId, open] of lots) {
      if (drawnFen.has(accountId)) this.#lots.set(accountId, open);
      else this.#lots.delete(accountId);
    }
  }

  #forget(): void {
    for (const map of [this.#accounts, this.#budgets, this.#lots]) map.clear();
  }
}

/** A group's turn. */
export interface Turn {
  /** How the group before leaves what is in the scope, once it has decided; undefined where that isn't known. */
  foresee(scope: Scope): Promise<Foreseen | undefined>;
  /** The group has decided. */
  leave(books: Books, scope: Scope): void;
  /** The group is over; where it is not committed, nothing that came of it is to be foreseen. */
  end(isDone: boolean): void;
}

/** A group decided on books that stood otherwise: it is to be done again. */
export class Overtaken extends Error {}

/** Throws {@link Overtaken} where what was foreseen is not what the locks have found: other standings, or a freeze. */
export function requireForeseen({ accounts, budgets, lots }: Foreseen, found: Standings, now: Date): void {
  const agrees =
    !found.freezes.some((freeze) => isInForce(freeze, now)) &&
    isDeepStrictEqual(found.accounts, accounts) &&
    isDeepStrictEqual(found.budgets, budgets) &&
    [...found.lots].every(([accountId, open]) => isDeepStrictEqual(open, lots.get(accountId)?.slice(0, open.length)));
  if (!agrees) throw new Overtaken('the books stood otherwise than was foreseen');
}

import type { Person } from './evidence-writer.ts';
import type { ModelAct, ModelCommand, ModelDecision, ModelIdentity, ModelMoney, ModelState } from './model-state.ts';

/** A command before it is known which number has its turn (`shift` 0) and which day it is (`lastsDays` from then). */
type Undated<T> = T extends unknown
  ? Omit<T, 'payoutNo' | 'expiresDay'> & (T extends ModelIdentity ? { readonly shift: number } : unknown) & (T extends { readonly expiresDay: number | null } ? { readonly lastsDays: number | null } : unknown)
  : never;
export type MoneyStep = Undated<ModelMoney>;
export interface LinkStep {
  readonly kind: 'linked';
  readonly linkId: string;
  readonly members: readonly MoneyStep[];
}
export type CommandStep = MoneyStep | LinkStep | Undated<ModelAct>;

/** When the connection of a transaction is cut: as its so many-eth statement is sent, before it for certain or whenever it comes to it. */
export interface Cut {
  readonly at: number;
  readonly isBefore: boolean;
}

/** What happens next in a random history. */
export type Step =
  | { readonly kind: 'nextDay' }
  | { readonly kind: 'advise'; readonly adviceId: string; readonly amountFen: bigint; readonly accountId: string; readonly budgetId: string }
  | { readonly kind: 'park'; readonly adviceId: string }
  | { readonly kind: 'judge'; readonly adviceId: string; readonly by: Person; readonly outcome: ModelDecision['outcome'] }
  | {
      readonly kind: 'submit'; readonly applicationId: string; readonly by: Person; readonly payerAccountId: string; readonly payeeAccountId: string; readonly budgetId: string;
      readonly amountFen: bigint; readonly payerOrganisationId?: string;
    }
  | { readonly kind: 'order'; readonly applicationId: string; readonly by: Person; readonly accountId: string; readonly amountFen: bigint; readonly organisationId?: string }
  /** What the bank says of the payment whose turn it is, `otherFen` more than was ordered. */
  | { readonly kind: 'bankSays'; readonly applicationId: string; readonly shift: number; readonly answer: 'confirmed' | 'refused'; readonly otherFen: bigint }
  /** The bank's statement held against the ledger. */
  | { readonly kind: 'prove'; readonly agrees: boolean }
  | {
      readonly kind: 'decide';
      readonly applicationId: string;
      readonly decision: Exclude<ModelDecision['kind'], 'matchDeposit'>;
      readonly by: Person;
      readonly outcome: ModelDecision['outcome'];
      readonly revisionsBack: number;
      readonly shift: number;
      readonly fate: 'accepted' | 'refused' | 'unknown' | 'acceptedThenRefused';
    }
  | { readonly kind: 'one'; readonly command: CommandStep }
  /** Given twice, as by a caller who never heard the answer. */
  | { readonly kind: 'again'; readonly command: CommandStep }
  /** Rolled back: the process died before the commit. */
  | { readonly kind: 'lost'; readonly command: CommandStep }
  /** The server ends the connection under the command; its caller tries again until there is an answer. */
  | { readonly kind: 'cut'; readonly command: CommandStep; readonly cut: Cut }
  | { readonly kind: 'together'; readonly commands: readonly [CommandStep, CommandStep] }
  /** Given to the queue at once; the connection of their group may be cut. */
  | { readonly kind: 'queue'; readonly commands: readonly (MoneyStep | LinkStep)[]; readonly cut: Cut | null }
  /** A command of long ago, word for word. */
  | { readonly kind: 'replay'; readonly back: number };

/** The payout number whose turn it is: of the live transfer, or after the last that came to nothing. */
export function currentPayoutNo(state: ModelState, id: string): number {
  const last = state.transfers.findLast((transfer) => transfer.applicationId === id);
  if (!last) return 1;
  return last.state === 'voided' || last.state === 'expired' ? last.payoutNo + 1 : last.payoutNo;
}

/** Names the number and the day that a step means in this state. */
export function toCommand<Stepped extends CommandStep>(state: ModelState, step: Stepped): ModelCommand {
  if (step.kind === 'linked') return { kind: 'linked', linkId: step.linkId, members: step.members.map((member) => toCommand(state, member) as ModelMoney) };
  const { shift, lastsDays, ...command } = step as { shift?: number; lastsDays?: number | null; applicationId?: string };
  return {
    ...command,
    ...(shift === undefined ? {} : { payoutNo: currentPayoutNo(state, command.applicationId ?? '') + shift }),
    ...(lastsDays === undefined ? {} : { expiresDay: lastsDays === null ? null : state.day + lastsDays }),
  } as ModelCommand;
}

import { correctionApplicationId } from './correct-transfer.ts';
import { depositApplicationId } from './deposit-id.ts';
import type { MintTokens } from './mint-tokens.ts';
import type { HoldIdentity } from './hold.ts';
import type { TakeHold } from './take-hold.ts';
import { operatingApplicationId, type SetAsideOperating } from './set-aside.ts';
import type { Burn, Correction, Mint, Payout, SetAside, Transfer } from './transfer.ts';
import type { VoidHold } from './void-hold.ts';

/** What can be asked of the ledger about money. */
export type LedgerCommand =
  | ({ readonly kind: 'mintTokens' } & MintTokens)
  | ({ readonly kind: 'takeHold' } & TakeHold)
  | ({ readonly kind: 'postHold' } & HoldIdentity)
  | ({ readonly kind: 'voidHold' } & VoidHold)
  | ({ readonly kind: 'expireHold' } & HoldIdentity)
  | ({ readonly kind: 'correctTransfer' } & HoldIdentity)
  | ({ readonly kind: 'setAsideOperating' } & SetAsideOperating)
  | ({ readonly kind: 'takeRedemption' } & HoldIdentity)
  | ({ readonly kind: 'instructRedemption' } & HoldIdentity)
  | ({ readonly kind: 'burnTokens' } & HoldIdentity)
  | ({ readonly kind: 'voidRedemption' } & VoidHold);

/** Commands that are all done or none of them. */
export interface LinkedCommands {
  readonly kind: 'linked';
  /** The identity of them all together: the same again answers the same. */
  readonly linkId: string;
  readonly commands: readonly LedgerCommand[];
}

type RedemptionKind = 'takeRedemption' | 'instructRedemption' | 'burnTokens' | 'voidRedemption';

/** What a command answers. */
export type LedgerAnswer<Command extends LedgerCommand | LinkedCommands> =
  Command extends LinkedCommands ? readonly (Transfer | null)[]
  : Command extends { readonly kind: 'mintTokens' } ? Mint
  : Command extends { readonly kind: 'correctTransfer' } ? Correction
  : Command extends { readonly kind: 'setAsideOperating' } ? SetAside | null
  : Command extends { readonly kind: RedemptionKind } ? Burn
  : Payout;

/** The business id that a command is about. */
export function applicationIdOf(command: LedgerCommand): string {
  return command.kind === 'mintTokens' ? depositApplicationId(command.adviceId) : command.applicationId;
}

/** The commands in a command: itself, or those that are linked. */
export function membersOf(command: LedgerCommand | LinkedCommands): readonly LedgerCommand[] {
  return command.kind === 'linked' ? command.commands : [command];
}

/** All business ids whose events and transfers a command looks at. */
export function matterIdsOf(command: LedgerCommand): readonly string[] {
  const applicationId = applicationIdOf(command);
  if (command.kind === 'correctTransfer') return [applicationId, correctionApplicationId(command)];
  return command.kind === 'setAsideOperating' ? [applicationId, operatingApplicationId(applicationId)] : [applicationId];
}

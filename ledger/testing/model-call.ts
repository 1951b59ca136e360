import { createHash } from 'node:crypto';
import type { Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import {
  answerFreeze, appealFreeze, burnTokens, correctTransfer, expireHold, instructRedemption, LedgerError, mintTokens, openAccount, openBudget, orderFreeze, postHold, runLinked,
  setAsideOperating, takeHold, takeRedemption, voidHold, voidRedemption, type LedgerCommand, type LedgerErrorCode, type LinkedCommands, type OpenBudget,
} from '../index.ts';
import type { DayClock } from './day-clock.ts';
import type { ModelAct, ModelCommand, ModelLink, ModelMoney, ModelOutcome } from './model-state.ts';

/** The id of a freeze that the model knows by a name. */
export function idOfFreeze(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const endOf = (clock: DayClock, day: number | null) => (day === null ? null : clock.beginOf(day));

/** Asks the ledger what the model was asked, in the caller's transaction. */
export function call(tx: Tx, clock: DayClock, command: ModelCommand): Promise<unknown> {
  const { env } = clock;
  switch (command.kind) {
    case 'openAccount': return openAccount(tx, env, { ...command, kind: command.accountKind });
    case 'openBudget': return openBudget(tx, env, budgetOf(command));
    case 'freeze':
      return orderFreeze(tx, env, { ...command, freezeId: idOfFreeze(command.freezeId), by: { kind: 'person', ...command.by }, reasonCommitment: 'c', expiresAt: endOf(clock, command.expiresDay) });
    case 'appeal': return appealFreeze(tx, env, { freezeId: idOfFreeze(command.freezeId), by: { kind: 'person', ...command.by }, reasonCommitment: 'c' });
    case 'answer': return answerFreeze(tx, env, { freezeId: idOfFreeze(command.freezeId), by: { kind: 'person', ...command.by }, outcome: command.outcome, reasonCommitment: 'c' });
    default: return callMoney(tx, env, toLedger(clock, command));
  }
}

function callMoney(tx: Tx, env: Environment, command: LedgerCommand | LinkedCommands): Promise<unknown> {
  switch (command.kind) {
    case 'mintTokens': return mintTokens(tx, env, command);
    case 'takeHold': return takeHold(tx, env, command);
    case 'postHold': return postHold(tx, env, command);
    case 'voidHold': return voidHold(tx, env, command);
    case 'expireHold': return expireHold(tx, env, command);
    case 'correctTransfer': return correctTransfer(tx, env, command);
    case 'setAsideOperating': return setAsideOperating(tx, env, command);
    case 'takeRedemption': return takeRedemption(tx, env, command);
    case 'instructRedemption': return instructRedemption(tx, env, command);
    case 'burnTokens': return burnTokens(tx, env, command);
    case 'voidRedemption': return voidRedemption(tx, env, command);
    case 'linked': return runLinked(tx, env, command);
  }
}

/** A money command as the ledger's queue takes it. */
export function toLedger(clock: DayClock, command: ModelMoney | ModelLink): LedgerCommand | LinkedCommands {
  switch (command.kind) {
    case 'linked': return { kind: 'linked', linkId: command.linkId, commands: command.members.map((member) => toLedger(clock, member) as LedgerCommand) };
    case 'mint': return { ...command, kind: 'mintTokens' };
    case 'take': {
      const { applicationId, payoutNo, limitFen, expiresDay } = command;
      return { kind: 'takeHold', applicationId, payoutNo, expiresAt: endOf(clock, expiresDay), policy: { decisionKey: '2251799813685400', limitFen, secondApprover: true } };
    }
    case 'setAside': {
      const { applicationId, payoutNo, accountId, decisionKey, ratioBasisPoints, capFen } = command;
      return { kind: 'setAsideOperating', applicationId, payoutNo, accountId, policy: { decisionKey, ratioBasisPoints, capFen } };
    }
    case 'post': return { ...command, kind: 'postHold' };
    case 'void': return { ...command, kind: 'voidHold' };
    case 'expire': return { ...command, kind: 'expireHold' };
    case 'correct': return { ...command, kind: 'correctTransfer' };
    case 'redeem': return { ...command, kind: 'takeRedemption' };
    case 'instruct': return { ...command, kind: 'instructRedemption' };
    case 'burn': return { ...command, kind: 'burnTokens' };
    case 'releaseRedemption': return { ...command, kind: 'voidRedemption' };
  }
}

function budgetOf({ id, level, under, payeeAccountId, limitFen }: Extract<ModelAct, { kind: 'openBudget' }>): OpenBudget {
  if (level === 'appropriation') return { id, level, payerAccountId: under, limitFen };
  return level === 'contract' ? { id, level, parentId: under, payeeAccountId: payeeAccountId ?? '', limitFen } : { id, level, parentId: under, limitFen };
}

/** What an answer or an error of the ledger is in the model. @throws what is no refusal */
export async function outcomeOf(work: Promise<unknown>): Promise<ModelOutcome> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    if (error.code !== 'ledger.linkedRefused') return error.code;
    return `ledger.linkedRefused ${Number(error.params['member'])} ${String(error.params['reason']) as LedgerErrorCode}`;
  }
}

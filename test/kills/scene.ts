import { RefusedCall, type CallAnswer } from '../../app/demo/client.ts';
import type { People } from './people.ts';

/** What a matter needs: the people, chance, and whether to come to an end. */
export interface Scene {
  readonly people: People;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Of the matter, from 1. */
  readonly no: number;
  /** Names what the matter makes, and is in no other matter's names. */
  readonly name: string;
  /** True once everything is to be brought to its end: nothing is sent back, disputed or ended any more. */
  isClosing(): boolean;
}

export const regulator = 'jiwei.regulator';
export const bankOperator = 'custodian.bank-operator';

export const pick = <T>({ random }: Pick<Scene, 'random'>, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;

/** True with this probability, unless everything is to come to an end. */
export const chance = (scene: Scene, probability: number): boolean => scene.random() < probability && !scene.isClosing();

/**
 * Others act on the same matter at the same time, and an answer may be lost with the process that gave it: the act comes too late then, or
 * it was done. How things stand tells what to do next.
 */
const overtaken = [
  'task.closed', 'task.alreadyDecided', 'task.gone', 'task.claimed', 'task.notFound', 'task.revisionChanged', 'task.alreadyInvolved', 'task.ownApplication',
  'task.notYours', 'processInstance.ended', 'application.notEditable', 'bank.paymentConflict', 'bank.paymentMissing', 'ledger.freezeEnded', 'ledger.alreadyFrozen', 'proposal.closed', 'proposal.stale', 'proposal.unchanged',
  'model.notFound', // its version is deployed and is about to be written down
];

/** @returns undefined where somebody or something was faster */
export async function unlessOvertaken<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RefusedCall && overtaken.includes(error.problem.code)) return undefined;
    throw error;
  }
}

export type ApplicationView = CallAnswer<'getApplication'>;

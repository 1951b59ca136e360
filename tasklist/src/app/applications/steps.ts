import type { Application } from '../../api/models/application';

export interface Step {
  name: 'submit' | 'validate' | 'review' | 'payout' | 'transfer' | 'confirm' | 'receive' | 'pay' | 'propose' | 'recheck' | 'complete';
  state: 'done' | 'now' | 'back' | 'ahead';
}

const positions: Record<Application['state'], Step['name']> = {
  draft: 'submit',
  validating: 'validate',
  correcting: 'submit',
  reviewing: 'review',
  consulting: 'review',
  supplementing: 'submit',
  approvingPayout: 'payout',
  transferring: 'transfer',
  confirming: 'confirm',
  disputed: 'confirm',
  receivingOrder: 'receive',
  paying: 'pay',
  checkingPayment: 'pay',
  approvingCorrection: 'recheck',
  corrected: 'complete',
  rejected: 'complete',
  completed: 'complete',
  terminated: 'complete',
};

/** The steps of a flow that an applicant thinks in. A draft back at its applicant stands at the first one again, marked so. */
export function stepsOf({ state, processId }: Pick<Application, 'state' | 'processId'>): Step[] {
  const names: Step['name'][] = ['submit', 'validate', 'review', 'payout', 'transfer', 'confirm', 'complete'];
  const redemption: Step['name'][] = ['submit', 'receive', 'pay', 'complete'];
  const correction: Step['name'][] = ['propose', 'recheck', 'complete'];
  const approval = processId === 'street-approval' ? names : names.filter((name) => name !== 'validate');
  const shown = processId === 'redemption' ? redemption : processId === 'correction' ? correction : approval;
  const position = Math.max(shown.indexOf(positions[state]), 0);
  const isBack = state === 'correcting' || state === 'supplementing' || ['disputed', 'corrected', 'rejected', 'terminated'].includes(state);
  return shown.map((name, index) => {
    if (state === 'completed' || index < position) return { name, state: 'done' };
    if (index > position) return { name, state: 'ahead' };
    return { name, state: isBack ? 'back' : 'now' };
  });
}

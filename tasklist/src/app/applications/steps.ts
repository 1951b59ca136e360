import type { Application } from '../../api/models/application';

export interface Step {
  name: 'submit' | 'validate' | 'review' | 'payout' | 'transfer' | 'confirm' | 'receive' | 'pay' | 'complete';
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
  completed: 'complete',
  terminated: 'complete',
};

/** The steps of a flow that an applicant thinks in. A draft back at its applicant stands at the first one again, marked so. */
export function stepsOf({ state, processId }: Pick<Application, 'state' | 'processId'>): Step[] {
  const names: Step['name'][] = ['submit', 'validate', 'review', 'payout', 'transfer', 'confirm', 'complete'];
  const redemption: Step['name'][] = ['submit', 'receive', 'pay', 'complete'];
  const approval = processId === 'street-approval' ? names : names.filter((name) => name !== 'validate');
  const shown = processId === 'redemption' ? redemption : approval;
  const position = Math.max(shown.indexOf(positions[state]), 0);
  const isBack = state === 'correcting' || state === 'supplementing' || state === 'disputed' || state === 'terminated';
  return shown.map((name, index) => {
    if (state === 'completed' || index < position) return { name, state: 'done' };
    if (index > position) return { name, state: 'ahead' };
    return { name, state: isBack ? 'back' : 'now' };
  });
}

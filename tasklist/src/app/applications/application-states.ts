import type { ApplicationState } from '../ui/state-chip.ts';

/** In the order of the flow. */
export const applicationStates: readonly ApplicationState[] = [
  'draft',
  'validating',
  'correcting',
  'reviewing',
  'consulting',
  'supplementing',
  'approvingPayout',
  'transferring',
  'confirming',
  'disputed',
  'receivingOrder',
  'paying',
  'checkingPayment',
  'approvingCorrection',
  'corrected',
  'rejected',
  'completed',
  'terminated',
];

export const isApplicationState = (value: unknown): value is ApplicationState => applicationStates.some((state) => state === value);

import type { CallAnswer, CallInput, Client } from './client.ts';
import { decideTask } from './decide-task.ts';
import { until } from './patience.ts';

type Application = CallAnswer<'getApplication'>;
type Decision = Application['decisions'][number];
type Completion = NonNullable<CallInput<'completeTask'>['body']>;

const patienceMs = 180_000;

/** An application on its way through its flow, and who sees to it. */
export interface Approval {
  readonly applicationId: string;
  readonly auditor: Client;
  /** Names its commands: with it every key begins. */
  readonly key: string;
}

interface Step {
  readonly by: Client;
  readonly elementId: string;
  readonly decision: Decision['decision'];
  readonly completion: Completion;
  /** The revision that the decision is kept under; a resubmission makes the next. */
  readonly revision?: number;
}

/** Decides one task of an application, unless it was decided before. */
export async function decideStep({ applicationId, auditor, key }: Approval, { by, elementId, decision, completion, revision = completion.revision }: Step): Promise<void> {
  await decideTask({
    by, applicationId, elementId, completion, key: `${key}-${elementId}-${completion.outcome}`,
    isDone: async () => {
      const { decisions } = await auditor.call('getApplication', { params: { applicationId } });
      return decisions.some((it) => it.state === 'accepted' && it.decision === decision && it.outcome === completion.outcome && it.revision === revision);
    },
  });
}

/** The application once its process has reached its end. */
export function completed({ applicationId, auditor }: Approval): Promise<Application> {
  return until('the application is completed', patienceMs, async () => {
    const application = await auditor.call('getApplication', { params: { applicationId } });
    return application.state === 'completed' ? application : undefined;
  });
}

/** Review, payout and receipt, each by its person and without objection. */
export async function carryThrough(approval: Approval, by: { specialist: Client; finance: Client; payee: Client }, amountFen: number): Promise<void> {
  await decideStep(approval, { by: by.specialist, elementId: 'review', decision: 'review', completion: { outcome: 'approved', revision: 1 } });
  await decideStep(approval, { by: by.finance, elementId: 'approvePayout', decision: 'payout', completion: { outcome: 'approved', revision: 1 } });
  await decideStep(approval, { by: by.payee, elementId: 'confirmReceipt', decision: 'receipt', completion: { outcome: 'confirmed', revision: 1, receivedFen: amountFen } });
  await completed(approval);
}

import { appendEvents, systemEnvironment, type Actor, type DecisionKind, type Environment, type EventData, type EventInput } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { depositApplicationId } from '../index.ts';

/** Who decides in a test: a person in a role of an organisation. */
export interface Person {
  readonly personId: string;
  readonly organisationId: string;
  readonly role: string;
}

export interface Judgement {
  readonly applicationId: string;
  readonly kind: DecisionKind;
  readonly by: Person;
  readonly outcome?: EventData['decisionRecorded']['outcome'];
  readonly revision?: number;
  readonly payoutNo?: number;
  readonly adviceId?: string;
  /** What became of it; a decision counts once it is accepted. */
  readonly fate?: 'accepted' | 'refused' | 'unknown' | 'acceptedThenRefused';
}

/** A clock that never shows the same millisecond twice, so that the order of events is the order of writing. */
export function tickingEnvironment(startMs = Date.UTC(2026, 10, 22)): Environment {
  let nowMs = startMs;
  return { ...systemEnvironment, now: () => new Date((nowMs += 1)) };
}

/** Writes a decision as the applications room does, and answers its id. */
export async function decide(tx: Tx, env: Environment, judgement: Judgement): Promise<string> {
  const { applicationId, kind, by, outcome = 'approved', revision = 1, payoutNo = 1, adviceId = null, fate = 'accepted' } = judgement;
  const decisionId = env.newId();
  const actor: Actor = { kind: 'person', ...by };
  const data: EventData['decisionRecorded'] = {
    decisionId,
    decision: kind,
    outcome,
    revision,
    payoutNo,
    taskKey: '2251799813685300',
    elementId: kind,
    organisationId: by.organisationId,
    role: by.role,
    processDefinitionKey: '2251799813685250',
    processVersion: 1,
    formHash: '00',
    field: null,
    reasonCommitment: null,
    adviceId,
  };
  const recorded: EventInput = { type: 'decisionRecorded', actor, applicationId, data };
  const accepted: EventInput = { type: 'decisionAccepted', actor: system, applicationId, data: { decisionId } };
  const refused: EventInput = { type: 'decisionRefused', actor: system, applicationId, data: { decisionId, code: 'task.alreadyDecided' } };
  const fates = { accepted: [accepted], refused: [refused], unknown: [], acceptedThenRefused: [accepted, refused] };
  for (const event of [recorded, ...fates[fate]]) await appendEvents(tx, env, [event]);
  return decisionId;
}

export type Submission = Omit<EventData['applicationSubmitted'], 'processId' | 'formHash' | 'documentIds' | 'changedFields'>;

/** Writes a submission as the applications room does. */
export async function submit(tx: Tx, env: Environment, applicationId: string, by: Person, submission: Submission): Promise<void> {
  const data = { processId: 'street-approval', formHash: '00', documentIds: [], changedFields: [], ...submission };
  await appendEvents(tx, env, [{ type: 'applicationSubmitted', actor: { kind: 'person', ...by }, applicationId, data }]);
}

export type RedemptionOrder = Omit<EventData['redemptionOrdered'], 'processId' | 'formHash' | 'changedFields'>;

/** Writes an order of a redemption as the applications room does. */
export async function order(tx: Tx, env: Environment, applicationId: string, by: Person, ordered: RedemptionOrder): Promise<void> {
  const data = { processId: 'redemption', formHash: '00', changedFields: [], ...ordered };
  await appendEvents(tx, env, [{ type: 'redemptionOrdered', actor: { kind: 'person', ...by }, applicationId, data }]);
}

/** Writes that the bank advised a deposit and, where said, that it was matched. */
export async function advise(
  tx: Tx,
  env: Environment,
  advice: { readonly adviceId: string; readonly amountFen: bigint; readonly matchedTo?: { readonly accountId: string; readonly budgetId: string } },
): Promise<void> {
  const { adviceId, amountFen, matchedTo } = advice;
  const applicationId = depositApplicationId(adviceId);
  const advised: EventInput = {
    type: 'depositAdvised',
    actor: system,
    applicationId,
    data: { adviceId, reference: 'HK-2026-001', amountFen, valueDate: '2026-11-22' },
  };
  await appendEvents(tx, env, [advised]);
  if (matchedTo) await appendEvents(tx, env, [{ type: 'depositMatched', actor: system, applicationId, data: { adviceId, ...matchedTo } }]);
}

const system: Actor = { kind: 'system', name: 'test' };

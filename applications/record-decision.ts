import { createHash } from 'node:crypto';
import { appendEvent, canonicalJson, commitPersonalValue, type Actor, type DecisionKind, type Environment } from '@gbc/events';
import { prepared, type Tx } from '@gbc/prisma';
import type { Answers } from './answers.ts';
import type { DecisionOutcome } from './flow.ts';

/** Where a decision was made: at a user task, or, for a proposal that begins a process, at the process's start. */
export interface DecisionPlace {
  readonly taskId: string | null;
  readonly taskKey: string;
  readonly elementId: string;
  readonly processDefinitionKey: string;
  readonly processVersion: number;
}

export interface NewDecision {
  readonly place: DecisionPlace;
  /** What it is evidence about: the log keeps it under this business id. */
  readonly applicationId: string;
  readonly kind: DecisionKind;
  readonly outcome: DecisionOutcome;
  readonly actor: Actor & { readonly kind: 'person' };
  readonly revision: number;
  readonly payoutNo: number;
  readonly adviceId: string | null;
  readonly formHash: string;
  readonly field: string | null;
  readonly reason: string | null;
  readonly forwardedTo: string | null;
  readonly answers: Answers | null;
  readonly contentHash: string;
}

/** What makes two decisions at one place the same. */
export const hashOfDecision = (input: object): string => createHash('sha256').update(canonicalJson(input)).digest('hex');

/** Writes down what a person decided, as a row and an event; it counts once its process has taken it. @returns the decision's id */
export async function recordDecision(tx: Tx, env: Environment, it: NewDecision): Promise<string> {
  const { place, applicationId, kind, outcome, actor, revision, payoutNo, adviceId, formHash, field, reason, forwardedTo, answers } = it;
  const { personId, organisationId, role } = actor;
  const { taskKey, elementId, processDefinitionKey, processVersion } = place;
  const reasonCommitment = reason ? await commitPersonalValue(tx, env, reason) : null;
  const answersCommitment = answers ? await commitPersonalValue(tx, env, canonicalJson(answers)) : null;
  const decisionId = env.newId();
  await tx.query(
    prepared(`insert into decision (id, task_id, application_id, kind, outcome, state, revision, payout_no, person_id, organisation_id, role, field,
                           reason_commitment, content_hash, at, forwarded_to, answers_commitment)
     values ($1, $2, $3, $4, $5, 'recorded', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`),
    [decisionId, place.taskId, applicationId, kind, outcome, revision, payoutNo, personId, organisationId, role, field, reasonCommitment, it.contentHash, env.now(),
      forwardedTo, answersCommitment],
  );
  await appendEvent(tx, env, {
    type: 'decisionRecorded',
    actor,
    applicationId,
    data: {
      decisionId, decision: kind, outcome, revision, payoutNo, taskKey, elementId, organisationId, role, processDefinitionKey, processVersion, formHash, field,
      reasonCommitment, adviceId, ...(forwardedTo ? { forwardedTo } : {}), ...(answersCommitment ? { answersCommitment } : {}),
    },
  });
  return decisionId;
}

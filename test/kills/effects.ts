import assert from 'node:assert/strict';
import type { OperationId } from '@gbc/api/contract';
import { atOneMoment, readBankBooks, type Ask, type BankBooks } from './books.ts';
import type { Given } from './people.ts';

type Fields = Readonly<Record<string, string>>;

/** What must be found of a command that was answered: a query that answers a row, by its answer, what it was sent with and whom it is about. */
const rowsOf: Partial<Record<OperationId, (it: { answer: Fields; body: Fields; params: Fields }) => readonly [sql: string, values: readonly unknown[]]>> = {
  createApplication: ({ answer }) => ['select from application where id = $1', [answer['applicationId']]],
  saveDraft: ({ params }) => ['select from application where id = $1 and (draft is not null or revision > 0 or state in (\'completed\', \'terminated\'))', [params['applicationId']]],
  submitApplication: ({ params }) => [`select from application_revision r join event e on e.application_id = r.application_id and e.type = 'applicationSubmitted' where r.application_id = $1`, [params['applicationId']]],
  completeTask: ({ answer, params }) => [`select from decision d join event e on e.application_id = d.application_id and e.type = 'decisionRecorded' and e.body::jsonb #>> '{data,decisionId}' = d.id::text where d.id = $1 and d.task_id = $2`, [answer['decisionId'], params['taskId']]],
  uploadDocument: ({ answer }) => ['select from document where id = $1', [answer['documentId']]],
  orderRedemption: ({ answer }) => [`select from application a join event e on e.application_id = a.id and e.type = 'redemptionOrdered' where a.id = $1`, [answer['applicationId']]],
  cancelProcessInstance: ({ params }) => [`select from outbox where payload ->> 'processInstanceKey' = $1`, [params['processInstanceKey']]],
  orderFreeze: ({ answer }) => ['select from freeze_order where id = $1', [answer['freezeId']]],
  appealFreeze: ({ params }) => [`select from event where type = 'freezeAppealed' and body::jsonb #>> '{data,freezeId}' = $1`, [params['freezeId']]],
  answerFreeze: ({ params, body }) => [body['outcome'] === 'lifted' ? 'select from freeze_order where id = $1 and ended_at is not null' : 'select from freeze_order where id = $1', [params['freezeId']]],
  proposePolicy: ({ answer }) => ['select from model_proposal where id = $1', [answer['proposalId']]],
  decideProposal: ({ params, body }) => ['select from model_proposal where id = $1 and state = $2', [params['proposalId'], body['outcome']]],
  proveReserve: ({ answer }) => ['select from reserve_proof where id = $1', [answer['proofId']]],
};

/** Whose effect is at the bank. */
function isAtBank({ operation, input }: Given, bank: BankBooks): boolean {
  const body = (input.body ?? {}) as Fields;
  if (operation === 'makeDeposit') return bank.depositIds.has(body['depositId'] ?? '');
  if (operation === 'settlePayment') return bank.ended.get(input.params?.['paymentId'] ?? '')?.outcome === body['outcome'];
  return true;
}

async function findPerson(ask: Ask, login: string): Promise<string> {
  const [row] = await ask<{ personId: string }>('select person_id as "personId" from user_account where login = $1', [login]);
  return row?.personId ?? '';
}

/** The key, with what was answered under it, is kept in the transaction of what was changed; and what was changed is there by itself. */
async function checkOne(ask: Ask, given: Given): Promise<void> {
  const name = `${given.operation} of ${given.login} under ${given.key}, which was answered`;
  const [kept] = await ask<{ refusal: { code: string } | null }>('select refusal from idempotency_key where person_id = $1 and key = $2', [await findPerson(ask, given.login), given.key]);
  if (given.refusedBecause !== undefined) {
    if (kept?.refusal) assert.equal(kept.refusal.code, given.refusedBecause, `${name} as refused`);
    return;
  }
  assert.ok(kept && !kept.refusal, `${name}, is forgotten`);
  const fieldsOf = (value: unknown) => (value ?? {}) as Fields;
  const query = rowsOf[given.operation]?.({ answer: fieldsOf(given.answer), body: fieldsOf(given.input.body), params: fieldsOf(given.input.params) });
  if (!query) return;
  const rows = await ask(...query);
  assert.equal(rows.length > 0, true, `${name}, has left nothing: ${JSON.stringify({ answer: given.answer, input: given.input })}`);
}

/** Each command that was answered has had its effect, and is known by its key. @throws AssertionError */
export async function checkEffects(dataDir: string, answered: readonly Given[]): Promise<void> {
  await atOneMoment(dataDir, async (ask) => {
    for (const given of answered) await checkOne(ask, given);
  });
  const bank = readBankBooks(dataDir);
  for (const given of answered.filter(({ refusedBecause }) => refusedBecause === undefined)) assert.ok(isAtBank(given, bank), `the bank has forgotten ${given.operation} ${JSON.stringify(given.input)}`);
}

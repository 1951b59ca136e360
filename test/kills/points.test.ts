import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detailsOf, fileKind, isOfDatabase, requestKind, writesOf } from './points.ts';

test('a statement is named by what it writes', () => {
  assert.deepEqual(writesOf(`insert into decision (id) values ($1)`), ['insert decision']);
  assert.deepEqual(writesOf(`with gone as (delete from event_pending using next) insert into log_leaf select * from gone`), ['delete event_pending', 'insert log_leaf']);
  assert.deepEqual(writesOf(`insert into process_flow values (1) on conflict (id) do update set times = process_flow.times + 1`), ['insert process_flow']);
  assert.deepEqual(writesOf(`UPDATE "session" SET expire = to_timestamp($1)`), ['update session']);
  assert.deepEqual(writesOf(`select * from application where id = $1 for update of application`), []);
});

test('and by what its values tell', () => {
  assert.deepEqual(detailsOf('insert into event (id, type) select', [[], null, ['holdTaken', 'holdTaken', 'budgetOpened']]), ['event holdTaken', 'event budgetOpened']);
  assert.deepEqual(detailsOf('insert into outbox (id, kind', ['id', 'startProcess']), ['outbox startProcess']);
  assert.deepEqual(detailsOf('insert into idempotency_key (person_id', ['me', 'key', 'completeTask']), ['call completeTask']);
  assert.deepEqual(detailsOf('insert into decision (id', ['id', 'task', 'application', 'payout', 'approved']), ['decision payout approved']);
  assert.deepEqual(detailsOf('update account set', [['a']]), []);
});

test('a file is named by its kind', () => {
  assert.equal(fileKind('run.json.new'), 'run.json');
  assert.equal(fileKind('secrets/bank-token.4711.new'), 'secrets/bank-token');
  assert.equal(fileKind('log/public/tile/0/000.p/12.tmp'), 'log/public/tile');
  assert.equal(fileKind('log/public/tile/entries/000.p/12'), 'log/public/tile/entries');
  assert.equal(fileKind('documents/incoming/bafk'), 'documents/incoming');
  assert.equal(fileKind('documents/q4/bafk.car'), 'documents/archive');
});

test('a message is named where it changes something', () => {
  assert.equal(requestKind('http://127.0.0.1:1/payments/abc-1/outcome', 'POST', '{}'), 'bank POST /payments/*/outcome');
  assert.equal(requestKind('http://127.0.0.1:1/', 'post', '{"jsonrpc":"2.0","method":"eth_sendRawTransaction"}'), 'chain eth_sendRawTransaction');
  assert.equal(requestKind('http://127.0.0.1:1/', 'POST', '{"jsonrpc":"2.0","method":"eth_call"}'), undefined);
  assert.equal(requestKind('http://127.0.0.1:1/advices', 'GET', undefined), undefined);
});

test('a kill of Postgres cuts what is written to the database alone', () => {
  assert.deepEqual(['commit of insert lot: sent', 'begin | insert task', 'rename run.json: after', 'bank POST /deposits: sent'].map(isOfDatabase), [true, true, false, false]);
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { configurationDoc, configurationDocPath } from './configuration-doc.ts';
import { readConfig } from './config.ts';

function complaints(env: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(env);
  } catch (error) {
    assert.ok(error instanceof AggregateError);
    return error.errors.map((each: Error) => each.message);
  }
  return [];
}

test('without any variable the product runs on its own', () => {
  const config = readConfig({});
  assert.equal(config.PORT, 8080);
  assert.equal(config.HOST, '127.0.0.1');
  assert.equal(config.DATABASE_URL, undefined);
  assert.ok(config.DATA_DIR.endsWith('/.gbc'));
});

test('an empty variable counts as not given', () => {
  assert.equal(readConfig({ PORT: '', DATABASE_URL: '' }).PORT, 8080);
});

test('each bad variable is named in a line of its own, with what would be good', () => {
  const lines = complaints({ PORT: '65536', NODE_ENV: 'prod', EVM_RPC_URL: 'ftp://x', LOG_ORIGIN: 'https://x' });
  assert.equal(lines.length, 4);
  for (const [index, name] of ['PORT="65536"', 'NODE_ENV="prod"', 'EVM_RPC_URL', 'LOG_ORIGIN'].entries()) {
    assert.ok(lines[index]?.includes(name), lines[index]);
    assert.ok(!lines[index]?.includes('\n'));
  }
  assert.match(lines[0] as string, /0 .* 65535/);
});

for (const port of ['-1', '80.5', 'http', '1e9', 'NaN']) {
  test(`PORT=${port} is refused`, () => assert.equal(complaints({ PORT: port }).length, 1));
}

test('the value of a secret is never shown', () => {
  const [line] = complaints({ SESSION_SECRET: 'hunter2', DATABASE_URL: 'mysql://user:hunter2@host/db' });
  assert.ok(line && !line.includes('hunter2'), line);
});

test('a bank of somebody else needs its token', () => {
  assert.match(complaints({ BANK_URL: 'http://bank.example' })[0] as string, /BANK_TOKEN/);
  assert.deepEqual(complaints({ BANK_URL: 'http://bank.example', BANK_TOKEN: 'x'.repeat(32) }), []);
});

test('a bank is chosen whole: its folders, its account, and no half of either', () => {
  const [first] = complaints({ BANK_ADAPTER: 'telex' });
  assert.match(first ?? '', /BANK_ADAPTER="telex".*iso20022-files/);
  assert.deepEqual(complaints({ BANK_ADAPTER: 'iso20022-files' }), []);
  assert.deepEqual(complaints({ BANK_ADAPTER: 'iso20022-http' }), []);
  assert.match(complaints({ BANK_ADAPTER: 'manual' }).join(), /BANK_ACCOUNT/);
  assert.match(complaints({ BANK_ADAPTER: 'csv', BANK_ACCOUNT: '1' }).join(), /BANK_OUTBOX.*BANK_INBOX/);
  assert.match(complaints({ BANK_ADAPTER: 'iso20022-files', BANK_ACCOUNT: '1', BANK_OUTBOX: '/a' }).join(), /BANK_INBOX/);
  assert.match(complaints({ BANK_ADAPTER: 'iso20022-files', BANK_OUTBOX: '/a', BANK_INBOX: '/b' }).join(), /BANK_ACCOUNT/);
  assert.match(complaints({ BANK_ADAPTER: 'csv', BANK_ACCOUNT: '1', BANK_OUTBOX: '/a', BANK_INBOX: '/a' }).join(), /BANK_INBOX/);
  assert.deepEqual(complaints({ BANK_ADAPTER: 'csv', BANK_ACCOUNT: '1', BANK_OUTBOX: '/a', BANK_INBOX: '/b' }), []);
});

test('witnesses are pairs of key and address, and a quorum needs as many of them', () => {
  const one = 'witness.example/one+112ccb97+BDZhsCWixqQKEXKEWNGjXQIuhtS2J5I+GhV6yGm/aF2v http://one.example';
  assert.deepEqual(readConfig({ WITNESSES: `${one}, ${one.replaceAll('one', 'two')}`, WITNESS_QUORUM: '2' }).WITNESSES.map(({ url }) => url), ['http://one.example', 'http://two.example']);
  assert.deepEqual(readConfig({}).WITNESSES, []);
  assert.match(complaints({ WITNESSES: 'http://one.example' })[0] as string, /WITNESSES/);
  assert.match(complaints({ WITNESSES: one, WITNESS_QUORUM: '2' })[0] as string, /WITNESS_QUORUM/);
});

test('docs/configuration.md is what the schema says: npm run docs:configuration', () => {
  assert.equal(readFileSync(configurationDocPath, 'utf8'), configurationDoc());
});

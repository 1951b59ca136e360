/** The demo from the outside, and its independent checker: against an altered export, and against an operator who lies with the real key in hand. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { commitToEvent, computeKeyId, emptyRoot, encodeEntry, formatCheckpoint, formatSignature, formatVerifierKey, fromBase64, hashChildren, hashLeaf, parseCheckpoint, type Packet } from '@gbc/anchoring-verifier';
import { contract } from '@gbc/api/contract';
import { check, type CheckerInput } from '../app/demo/checker.ts';
import { readRpcUrl } from '../app/demo/trust.ts';
import { Client } from '../app/demo/client.ts';
import { until } from '../app/demo/patience.ts';
import { readDemoPassword } from '../app/demo/people.ts';
import { people } from '../app/seed/alliance.ts';
import { startStack, type Stack } from '../app/stack.ts';
import { OcdsPackage } from '../api/exports/testing/ocds-schema.ts';
import { unzip } from '../api/exports/testing/unzip.ts';
import { startDemo } from './journey/demo-process.ts';
import { assertErased, countInTables } from './journey/erasure.ts';
import { queryEmbedded } from './journey/embedded-database.ts';
import { readPrivateValues } from './journey/private-values.ts';
import { collectPublished } from './journey/published.ts';
import { findValues, spellingsOf } from './journey/spellings.ts';

interface Line {
  leafIndex: number;
  event: string;
  salt: string;
}

interface Event {
  type: string;
  applicationId?: string;
  actor: { personId?: string };
  data: Record<string, unknown>;
}

const root = join(import.meta.dirname, '..');
const origin = 'gbc-union.example/hongkou';

/** RFC 6962 as it is written there: split at the largest power of two below the size. */
function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length < 2) return leaves[0] ?? emptyRoot;
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return hashChildren(merkleRoot(leaves.slice(0, half)), merkleRoot(leaves.slice(half)));
}

const parse = ({ events }: CheckerInput) => events.trimEnd().split('\n').map((line) => JSON.parse(line) as Line);

/** What an operator would export who holds the log's key and lies in it: other events, hashed and signed anew. */
function forge(input: CheckerInput, change: (events: Event[]) => Event[]): CheckerInput {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const rawKey = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  const keyId = computeKeyId(origin, rawKey);
  const [{ salt } = assert.fail('empty log')] = parse(input);
  const events = change(parse(input).map(({ event }) => JSON.parse(event) as Event)).map((event) => JSON.stringify(event));
  const leaves = events.map((event) => hashLeaf(encodeEntry(commitToEvent(fromBase64(salt), event))));
  const body = formatCheckpoint({ origin, treeSize: leaves.length, rootHash: merkleRoot(leaves) });
  const signature = new Uint8Array(sign(null, Buffer.from(body), privateKey));
  return {
    ...input,
    key: formatVerifierKey({ name: origin, keyId, publicKey: rawKey }),
    checkpoint: `${body}\n${formatSignature({ name: origin, keyId, signature })}`,
    events: events.map((event, leafIndex) => `${JSON.stringify({ leafIndex, event, salt })}\n`).join(''),
  };
}

function runNode(...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root }, (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }));
  });
}

describe('the demo', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'gbc-demo-test-'));
  const packet = join(dataDir, 'demo', 'packet');
  const read = (name: string) => readFileSync(join(packet, name), 'utf8');
  let input: CheckerInput;
  after(() => rmSync(dataDir, { recursive: true, force: true }));

  before(async () => {
    const demo = startDemo('--data', dataDir);
    const { code, result } = await demo.ended;
    assert.equal(code, 0, demo.said());
    assert.ok(result);
    const { logSize, anchoredBlock, wallMs, ...rest } = result;
    assert.deepEqual(rest, { applications: 8, paidFen: 10_900_000, subsidisedFen: 80_000, operatingFen: 35_100_000, redeemedFen: 5_000_000, supplyFen: 2_895_000_000, custodyFen: 2_895_000_000, reserveAgrees: true, checkpointVerified: true, inclusionVerified: true });
    assert.ok(logSize > 300 && anchoredBlock > 0 && wallMs > 0);
    const { custodyFen } = JSON.parse(read('custody.json')) as { custodyFen: number };
    input = { events: read('events.ndjson'), checkpoint: read('checkpoint'), key: read('log-key').trim(), funds: JSON.parse(read('funds.json')) as CheckerInput['funds'], custodyFen };
  });

  const differencesOf = (changed: CheckerInput) => check(changed).differences;
  const find = (events: Event[], type: string) => events.findLast((event) => event.type === type) ?? assert.fail(`no ${type}`);

  it('leaves a packet that the checker, run alone, agrees with', async () => {
    const { code, output } = await runNode('app/demo/checker.ts', packet, '--key', input.key);
    assert.equal(code, 0, output);
    assert.match(output, /8 payouts, supply 2895000000 fen = custody/);
  });

  it('leaves receipts that verify by the key alone, and not without it', async () => {
    const receipt = join(packet, 'receipt-transferPosted.json');
    assert.equal((await runNode('anchoring/verifier/cli.ts', receipt, '--key', input.key)).code, 0);
    assert.equal((await runNode('anchoring/verifier/cli.ts', receipt)).code, 2);
  });

  it('leaves an audit packet that verifies with no network, by the key alone, and not with a fen altered', async () => {
    const file = join(packet, 'audit-packet.json');
    const verified = await runNode('anchoring/verifier/cli.ts', file, '--key', input.key);
    assert.equal(verified.code, 0, verified.output);
    assert.match(verified.output, /✓ 该区块的交易回执中/);
    assert.equal((await runNode('anchoring/verifier/cli.ts', file)).code, 2);
    const altered = join(packet, 'altered.json');
    writeFileSync(altered, read('audit-packet.json').replace('10900000', '10900001'));
    assert.equal((await runNode('anchoring/verifier/cli.ts', altered, '--key', input.key)).code, 1);
  });

  it('goes on with a finished walk without paying twice', async () => {
    const { code, result } = await startDemo('--data', dataDir, '--resume').ended;
    assert.equal(code, 0);
    assert.equal(result?.paidFen, 10_900_000);
    assert.equal(result.supplyFen, 2_895_000_000);
  });

  describe('started again', () => {
    let stack: Stack;
    let [auditor, admin] = [] as unknown as [Client, Client];

    before(async () => {
      stack = await startStack({ dataDir, settings: { WEB_DIR: join(dataDir, 'no-web-app') } });
      const address = { url: stack.url, isAlive: () => stack.child.exitCode === null, patienceMs: 30_000 };
      const password = await readDemoPassword(address);
      [auditor, admin] = (await Promise.all(['jiwei.regulator', 'platform.platform-admin'].map((login) => Client.signIn(address, { login, password })))) as [Client, Client];
      await until('the log has started', 60_000, async () => (await auditor.call('getLogStatus')).treeSize > 0 || undefined);
    });
    after(() => stack.stop());

    it('shows the packet’s events and tree to a mirror that starts from nothing', async () => {
      const folder = join(dataDir, 'mirror');
      const passwordFile = join(dataDir, 'demo-password');
      const { contract: registry } = (JSON.parse(read('audit-packet.json')) as Packet).anchor ?? assert.fail('not anchored');
      const followed = await runNode(
        'anchoring/mirror/main.ts', '--once', '--from', stack.url, '--data', folder, '--key', input.key, '--login', 'jiwei.regulator', '--password-file', passwordFile, '--contract', registry, '--rpc', readRpcUrl(dataDir),
      );
      assert.equal(followed.code, 0, followed.output);
      const copied = new Map(readFileSync(join(folder, 'events.ndjson'), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Line).map((line) => [line.leafIndex, line]));
      const { events, checkpoint } = JSON.parse(read('audit-packet.json')) as Packet;
      assert.ok(events.length > 30);
      for (const { leafIndex, event, salt } of events) assert.deepEqual(copied.get(leafIndex), { leafIndex, event, salt });
      const { treeSize, rootHash } = parseCheckpoint(checkpoint);
      const leaves = [...copied.values()].slice(0, treeSize).map(({ event, salt }) => hashLeaf(encodeEntry(commitToEvent(fromBase64(salt), event))));
      assert.deepEqual(merkleRoot(leaves), rootHash);
    });

    it('has logged everything that its tables know to have happened', async () => {
      const [counts = assert.fail('no counts')] = await queryEmbedded<Record<string, string>>(dataDir, `select
        (select count(*) from process_element) as "elementEntered", (select count(*) from process_instance) as "processStarted",
        (select count(*) from application_revision join application on application.id = application_id where process_id <> 'redemption') as "applicationSubmitted", (select count(*) from decision) as "decisionRecorded",
        (select count(*) from document) as "documentStored", (select count(*) from model_version) as "modelDeployed",
        (select count(*) from transfer where kind = 'mint') as "tokensMinted", (select count(*) from transfer where kind = 'payout') as "holdTaken",
        (select count(*) from transfer where kind = 'payout' and state = 'posted') as "transferPosted", (select count(*) from setting) as "settingChanged"`);
      const all = parse({ ...input, events: await auditor.call('exportEvents') }).map(({ event }) => JSON.parse(event) as Event);
      for (const [type, count] of Object.entries(counts)) {
        assert.ok(Number(count) > 0, type);
        // A setting may have been changed more than once.
        const logged = new Set(all.filter((event) => event.type === type).map((event) => (type === 'settingChanged' ? event.data['setting'] : event))).size;
        assert.equal(logged, Number(count), type);
      }
    });

    it('has logged who decided in what role under which version of which flow, what a document and a flow hash to, and who signed in', async () => {
      await assert.rejects(Client.signIn({ url: stack.url, isAlive: () => true, patienceMs: 0 }, { login: 'hongkou.process-admin', password: 'a wrong one' }), { name: 'RefusedCall' });
      const all = async () => parse({ ...input, events: await auditor.call('exportEvents') }).map(({ event }) => JSON.parse(event) as Event);
      const logged = await until('the refused sign-in is logged', 30_000, async () => {
        const events = await all();
        return events.some(({ type }) => type === 'attemptRefused') ? events : undefined;
      });
      const fields: Readonly<Record<string, readonly string[]>> = {
        decisionRecorded: ['outcome', 'role', 'organisationId', 'processDefinitionKey', 'processVersion', 'formHash'],
        documentStored: ['cid'],
        modelDeployed: ['adminHash', 'deployedHash'],
        privilegedSignedIn: ['personId', 'roles'],
        settingChanged: ['setting', 'commitment'],
        attemptRefused: ['command', 'code'],
        applicationSealed: ['stateHash'],
      };
      for (const [type, names] of Object.entries(fields)) {
        const { data } = find(logged, type);
        for (const name of names) assert.ok(data[name] !== undefined && data[name] !== null, `${type} tells ${name}`);
      }
      for (const type of ['decisionRecorded', 'privilegedSignedIn']) assert.ok(find(logged, type).actor.personId, `${type} tells who`);
    });

    it('shows no name and no number of anybody in log, events, packets and chain, however spelled', async () => {
      const values = await readPrivateValues(dataDir);
      const published = await collectPublished(auditor, dataDir);
      for (const { name } of people) assert.ok(values.has(name), `${name} is searched for`);
      assert.ok(values.size > 100 && published.size > 30, `${values.size} values, ${published.size} files`);
      assert.deepEqual(findValues(values, published), []);
    });

    it('exports every table and contract under a name of any script, with no person’s name, words or bank account in it', async () => {
      const texts: string[] = [];
      for (const id of ['exportApplications', 'exportTransfers', 'exportBalances', 'exportBudgets', 'exportDeposits', 'exportPayments'] as const) {
        for (const format of ['csv', 'xlsx']) {
          const response = await auditor.fetch(`${contract[id].path}?format=${format}`);
          assert.equal(response.status, 200, id);
          assert.equal(response.headers.get('content-type'), format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
          assert.match(response.headers.get('content-disposition') ?? '', new RegExp(`^attachment; filename=".*"; filename\\*=UTF-8''%E.*\\.${format}$`), id);
          const bytes = Buffer.from(await response.arrayBuffer());
          texts.push(format === 'csv' ? bytes.toString('utf8') : [...unzip(bytes).values()].join());
        }
      }
      const ocds = await (await auditor.fetch(contract.exportOcds.path)).text();
      const { releases } = OcdsPackage.parse(JSON.parse(ocds));
      const transactions = releases.flatMap(({ contracts }) => contracts).flatMap(({ implementation }) => implementation.transactions);
      assert.deepEqual(transactions.map(({ value, payee }) => [value.amount, payee.name]), [[109_000, '上海示例浦江市政建设有限公司']]);

      const accounts = await queryEmbedded<{ value: string }>(dataDir, 'select creditor_account as value from payment_order union select name_zh from organisation where kind = \'individual\'');
      const written = await queryEmbedded<{ value: string }>(dataDir, `select unnest(array[title, value::jsonb #>> '{form,proposal,title}', value::jsonb #>> '{form,proposal,purpose}']) as value from application
        join application_revision on application_id = id join personal_value on commitment = form_hash join organisation on organisation.id = applicant_organisation_id where organisation.kind = 'individual'`);
      const values = new Set([...people.map(({ name }) => name), ...accounts.map(({ value }) => value), ...written.map(({ value }) => value)]);
      assert.ok(accounts.length >= 3 && written.length >= 2);
      const files = new Map([...texts, ocds].map((text, index) => [`file ${index}`, Buffer.from(text)]));
      assert.deepEqual(findValues(values, files), []);
      assert.ok(texts.some((text) => text.includes('个人（姓名从略）')));
    });

    it('would have shown them to this search', async () => {
      const [value = ''] = await readPrivateValues(dataDir);
      for (const { name, text } of spellingsOf(value)) {
        assert.ok(findValues([value], new Map([['planted', Buffer.from(`{"a":"${text}"}`)]])).length > 0, name);
      }
      assert.ok(findValues([value], new Map([['raw', Buffer.concat([Buffer.from([0xff, 0]), Buffer.from(value)])]])).length > 0);
    });

    it('erases what a resident and a supplier told it for good, and its log proves the same as before', async () => {
      const { items } = await auditor.call('listApplications', { query: { scope: 'all', limit: 200 } });
      const [subsidy, redemption] = [items.find(({ applicantRole }) => applicantRole === 'individual'), items.find(({ processId }) => processId === 'redemption')];
      const [resident] = (await auditor.call('listPeople')).items.filter(({ login }) => login === 'resident-0001.individual');
      if (!subsidy || !redemption || !resident?.name) assert.fail('the walk has left nothing to erase');
      const funds = await auditor.call('getFunds');
      const told = [...(await assertErased({ admin, auditor }, subsidy.applicationId)), ...(await assertErased({ admin, auditor }, redemption.applicationId)), resident.name];
      await admin.call('erasePerson', { params: { personId: resident.personId }, body: { ground: 'consentWithdrawn' }, key: 'erase-resident' });
      assert.deepEqual(await countInTables(dataDir, told), []);
      assert.deepEqual(await auditor.call('getFunds'), funds);
      for (const { applicationId } of [subsidy, redemption]) {
        const file = join(packet, 'erased.json');
        writeFileSync(file, JSON.stringify(await auditor.call('getApplicationPacket', { params: { applicationId } })));
        const { code, output } = await runNode('anchoring/verifier/cli.ts', file, '--key', input.key);
        assert.equal(code, 0, output);
      }
    });
  });

  it('is found out by the checker when one event was altered', async () => {
    const lines = parse(input);
    const posted = lines.findLast(({ event }) => event.includes('"type":"transferPosted"')) ?? assert.fail('nothing was paid');
    posted.event = posted.event.replace('10900000', '10900001');
    const events = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    assert.ok(differencesOf({ ...input, events }).includes('the events do not hash to the root of the checkpoint'));
    writeFileSync(join(packet, 'events.ndjson'), events);
    assert.equal((await runNode('app/demo/checker.ts', packet, '--key', input.key)).code, 1);
    writeFileSync(join(packet, 'events.ndjson'), input.events);
  });

  it('is found out by the checker when one balance was altered', () => {
    const [first = assert.fail('no accounts'), ...others] = input.funds.accounts;
    const funds = { ...input.funds, accounts: [{ ...first, balanceFen: first.balanceFen + 1 }, ...others] };
    assert.deepEqual(differencesOf({ ...input, funds }), [`balance of ${first.accountId}: claimed ${first.balanceFen + 1}, computed ${first.balanceFen}`]);
    assert.equal(differencesOf({ ...input, custodyFen: input.custodyFen - 1 }).length, 1);
    assert.equal(differencesOf({ ...input, funds: { ...input.funds, supplyFen: input.funds.supplyFen + 1 } }).length, 1);
  });

  it('agrees with the same events hashed and signed anew, so that what follows is found out by its money alone', () => {
    assert.deepEqual(differencesOf(forge(input, (events) => events)), []);
    assert.notDeepEqual(differencesOf({ ...forge(input, (events) => events), key: input.key }), []);
  });

  const lies: readonly { readonly name: string; readonly tell: (events: Event[]) => Event[]; readonly found: RegExp }[] = [
    {
      name: 'a transfer posted twice',
      tell: (events) => [...events, { ...find(events, 'transferPosted'), id: 'again' } as Event],
      found: /transferPosted\): transfer \S+ is posted already/,
    },
    {
      name: 'a deposit minted twice',
      tell: (events) => [...events, { ...find(events, 'tokensMinted'), id: 'again' } as Event],
      found: /tokensMinted\): advice \S+ is minted twice/,
    },
    {
      name: 'a payout whose finance approval was never accepted',
      tell: (events) => {
        const [approval] = (find(events, 'transferPosted').data['decisionIds'] as string[]).slice(-1);
        return events.filter(({ type, data }) => type !== 'decisionAccepted' || data['decisionId'] !== approval);
      },
      found: /transferPosted\): decision \S+ is no accepted approval/,
    },
    {
      name: 'a payout that its applicant approved',
      tell: (events) => {
        const { applicationId } = find(events, 'transferPosted');
        const applicant = events.find((event) => event.type === 'applicationSubmitted' && event.applicationId === applicationId)?.actor.personId;
        return events.map((event) => (event.applicationId === applicationId && event.data['decision'] === 'payout' ? { ...event, actor: { ...event.actor, personId: applicant } } : event)) as Event[];
      },
      found: /transferPosted\): decision \S+ is an applicant's own/,
    },
    {
      name: 'a payout that one person reviewed and approved',
      tell: (events) => {
        const { applicationId } = find(events, 'transferPosted');
        const isOf = (event: Event, decision: string) => event.applicationId === applicationId && event.data['decision'] === decision && event.data['outcome'] === 'approved';
        const reviewer = events.findLast((event) => isOf(event, 'review'))?.actor.personId;
        return events.map((event) => (isOf(event, 'payout') ? { ...event, actor: { ...event.actor, personId: reviewer } } : event)) as Event[];
      },
      found: /who reviewed it also approved the payout/,
    },
    {
      name: 'more paid than was held',
      tell: (events) => events.map((event) => (event === find(events, 'transferPosted') ? { ...event, data: { ...event.data, amountFen: 20_000_000 } } : event)),
      found: /it differs from its hold/,
    },
    {
      name: 'more held than there is',
      tell: (events) => {
        const { applicationId } = find(events, 'transferPosted');
        return events.map((event) => (event.applicationId === applicationId && 'amountFen' in event.data ? { ...event, data: { ...event.data, amountFen: 90_000_000_000 } } : event));
      },
      found: /goes below zero/,
    },
    {
      name: 'money minted that the bank never advised',
      tell: (events) => events.filter((event) => event !== find(events, 'depositAdvised')),
      found: /tokensMinted\): advice \S+ is not of/,
    },
    {
      name: 'tokens burned twice',
      tell: (events) => [...events, { ...find(events, 'tokensBurned'), id: 'again' } as Event],
      found: /tokensBurned\): redemption \S+ is posted already/,
    },
    {
      name: 'tokens burned that the bank never paid for',
      tell: (events) => events.filter((event) => event !== find(events, 'paymentConfirmed')),
      found: /tokensBurned\): tokens are burned that the bank has not paid for/,
    },
    {
      name: 'a redemption that nobody received',
      tell: (events) => events.map((event) => (event.data['decision'] === 'redemption' ? { ...event, data: { ...event.data, outcome: 'rejected' } } : event)),
      found: /paymentInstructed\): decision \S+ is no accepted approval/,
    },
    {
      name: 'tokens released that the bank was told to pay for',
      tell: (events) => events.filter((event) => event !== find(events, 'paymentRefused')),
      found: /redemptionVoided\): tokens are released that the bank may have paid for/,
    },
  ];
  for (const { name, tell, found } of lies) {
    it(`is found out though signed with the log's key: ${name}`, () => {
      const differences = differencesOf(forge(input, tell));
      assert.ok(differences.some((difference) => found.test(difference)), differences.join('\n'));
      assert.ok(differences.every((difference) => !difference.includes('root')), differences.join('\n'));
    });
  }
});

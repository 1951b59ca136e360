/** Bad input through the public API: a clear problem in the reader's language, naming the field, and nothing is lost or changed. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { makeEInvoice, makePdf, type EInvoiceOptions } from '@gbc/documents/testing';
import { RefusedCall, type CallAnswer, type Client, type Upload } from '../app/demo/client.ts';
import { until } from '../app/demo/patience.ts';
import { openRunningStack, type RunningStack } from './journey/running-stack.ts';

const patienceMs = 30_000;
const amountFen = 10_900_000;
const parties = { processId: 'street-approval', payerOrganisationId: 'beiwaitan', applicantOrganisationId: 'pujiang' } as const;
const lines = [{ name: '工程进度款', amountFen: 10_000_000n, taxFen: 900_000n }];

interface Expected {
  readonly status: number;
  readonly code: string;
  /** A field that the problem names. */
  readonly field?: string;
}

interface Form {
  readonly proposal: object;
  readonly contract: object;
  readonly invoice: object;
  readonly amountFen: unknown;
}

describe('bad input', () => {
  let stack: RunningStack;
  /** One person in two browsers: one prefers Chinese, one English. */
  let supplier: readonly [zh: Client, en: Client];
  let specialist: readonly [zh: Client, en: Client];
  let admin: readonly [zh: Client, en: Client];
  let buyer: EInvoiceOptions['buyer'];
  let seller: EInvoiceOptions['seller'];
  let invoices = 0;

  const inBoth = async (login: string) => [await stack.signIn(login, 'zh-CN,zh;q=0.9'), await stack.signIn(login, 'en-GB,en;q=0.9')] as const;
  const newKey = () => randomUUID();
  const newNumber = () => `26312000${String((invoices += 1)).padStart(12, '0')}`;

  before(async () => {
    stack = await openRunningStack();
    [supplier, specialist, admin] = await Promise.all([inBoth('pujiang.supplier'), inBoth('beiwaitan.specialist'), inBoth('hongkou.process-admin')]);
    const { items } = await supplier[0].call('listOrganisations');
    const party = (id: string) => {
      const found = items.find(({ organisationId }) => organisationId === id) ?? assert.fail(`no ${id}`);
      return { creditCode: found.creditCode, name: found.nameZh };
    };
    [buyer, seller] = [party('beiwaitan'), party('pujiang')];
  });
  after(() => stack.close());

  const isChinese = (text: string) => /\p{Script=Han}/u.test(text);

  async function problemOf(call: Promise<unknown>): Promise<RefusedCall> {
    const error = await call.then(() => assert.fail('it was accepted'), (refusal: unknown) => refusal);
    assert.ok(error instanceof RefusedCall, String(error));
    return error;
  }

  function assertProblem({ status, mediaType, problem }: RefusedCall, expected: Expected, language: 'zh' | 'en'): void {
    assert.deepEqual([problem.code, status, problem.status], [expected.code, expected.status, expected.status], JSON.stringify(problem));
    assert.match(mediaType, /^application\/problem\+json/);
    assert.equal(problem.type, `urn:gbc-union:problem:${expected.code}`);
    assert.match(problem.traceId, /^[0-9a-f-]{36}$/);
    for (const sentence of [problem.title, problem.detail, ...(problem.errors ?? []).map(({ message }) => message)]) {
      assert.equal(isChinese(sentence), language === 'zh', `${language}: ${sentence}`);
      assert.ok(!sentence.includes(problem.code) && !/\{\w+\}/.test(sentence), sentence);
    }
    if (expected.field) assert.ok(problem.errors?.some(({ field }) => field === expected.field), `names ${expected.field}: ${JSON.stringify(problem.errors)}`);
  }

  /** What must be the same before and after a refusal: the money and every application that can be seen. */
  async function stateNow() {
    const [zh] = supplier;
    const [{ accounts: all, supplyFen, custodyFen }, applications, tasks, deposits] = await Promise.all([
      zh.call('getFunds'), zh.call('listApplications', { query: { limit: 200 } }), specialist[0].call('listTasks', { query: { limit: 200 } }), zh.call('listDeposits'),
    ]);
    return {
      // Whoever applies for the first time gets an account with nothing in it.
      accounts: all.filter(({ receivedFen }) => receivedFen > 0), supplyFen, custodyFen,
      applications: applications.items.map(({ proof: _, ...application }) => application),
      tasks: tasks.items,
      deposits: deposits.items.map(({ proof: _, ...deposit }) => deposit),
    };
  }

  /** Both readers are refused, each in their own language, and everything is as it was. */
  async function assertRefused(expected: Expected, people: readonly [Client, Client], call: (client: Client) => Promise<unknown>): Promise<void> {
    const before = await stateNow();
    assertProblem(await problemOf(call(people[0])), expected, 'zh');
    assertProblem(await problemOf(call(people[1])), expected, 'en');
    assert.deepEqual(await stateNow(), before);
  }

  const upload = async (file: Upload) => ({ documentId: (await supplier[0].upload(file, newKey())).documentId, kind: file.kind });
  const xmlFile = (xml: string): Upload => ({ kind: 'eInvoice', name: '电子发票.xml', mediaType: 'application/xml', bytes: Buffer.from(xml) });

  function soundForm(number: string): Form {
    return {
      proposal: { title: `道路整治 ${number}`, purpose: '东大名路道路整治进度款', projectId: 'HK-2026-001' },
      contract: { number: 'HT-2026-BAD', amountFen: 50_000_000, signedOn: '2026-03-01' },
      invoice: { number, amountFen, issuedOn: '2026-10-15' },
      amountFen,
    };
  }

  async function draft(form: Form | Record<string, unknown>, documents: { documentId: string; kind: Upload['kind'] }[] = []): Promise<string> {
    const body = { ...parties, form: { ...form }, documents };
    return (await supplier[0].call('createApplication', { body, key: newKey() })).applicationId;
  }

  const submit = (client: Client, applicationId: string) => client.call('submitApplication', { params: { applicationId }, key: newKey() });
  const read = (client: Client, applicationId: string) => client.call('getApplication', { params: { applicationId } });

  const reaches = (applicationId: string, state: CallAnswer<'getApplication'>['state']) =>
    until(`${applicationId} is ${state}`, patienceMs, async () => ((await read(supplier[0], applicationId)).state === state) || undefined);

  /** A sound application that waits for the specialist. */
  async function applySoundly(number = newNumber()): Promise<string> {
    const eInvoice = await upload(xmlFile(makeEInvoice({ number, seller, buyer, lines, issuedOn: '2026-10-15' })));
    const applicationId = await draft(soundForm(number), [eInvoice, await upload({ kind: 'contract', name: '合同.pdf', mediaType: 'application/pdf', bytes: makePdf('contract') })]);
    await submit(supplier[0], applicationId);
    await reaches(applicationId, 'reviewing');
    return applicationId;
  }

  async function openTask(client: Client, applicationId: string, elementId: string) {
    const { items } = await client.call('listTasks', { query: { q: applicationId } });
    return items.find((task) => task.elementId === elementId) ?? assert.fail(`no open task ${elementId}`);
  }

  describe('an e-invoice', () => {
    const make = (number: string, changes: Partial<EInvoiceOptions> = {}) => makeEInvoice({ number, seller, buyer, lines, issuedOn: '2026-10-15', ...changes });

    const withDoctype = (xml: string, entities: string) => xml.replace('<EInvoice>', `<!DOCTYPE EInvoice [${entities}]><EInvoice>`);
    const withWrongCheckDigit = (code: string) => code.slice(0, -1) + (code.endsWith('0') ? '1' : '0');

    /** The application comes back to its applicant with the finding, word for word as it was entered, and no money is held. */
    async function assertSentBack(rule: string, field: string, makeXml: (number: string) => string, number = newNumber()): Promise<void> {
      const { accounts } = await stateNow();
      const applicationId = await draft(soundForm(number), [await upload(xmlFile(makeXml(number)))]);
      await submit(supplier[0], applicationId);
      await reaches(applicationId, 'correcting');
      const [zh, en] = await Promise.all(supplier.map((client) => read(client, applicationId)));
      const findings = [zh, en].map((application) => application?.revisions[0]?.findings.find((finding) => finding.rule === rule && finding.outcome === 'refused'));
      assert.ok(findings[0] && findings[1], `${rule} is not among ${zh?.revisions[0]?.findings.filter(({ outcome }) => outcome === 'refused').map((finding) => finding.rule).join()}`);
      assert.deepEqual(findings.map((finding) => finding?.field), [field, field]);
      assert.deepEqual(findings.map((finding) => isChinese(finding?.message.charAt(0) ?? '')), [true, false], JSON.stringify(findings)); // names of firms are Chinese in both
      assert.deepEqual(zh?.revisions[0]?.form, soundForm(number));
      assert.deepEqual([zh?.mayEdit, zh?.openTaskIds.length], [true, 1]);
      assert.deepEqual((await stateNow()).accounts, accounts);
    }

    const unfit: readonly (readonly [name: string, rule: string, makeXml: (number: string) => string])[] = [
      ['that is broken XML', 'invoice.xmlBroken', (number) => make(number).replace('</EInvoiceData>', '')],
      ['that is larger than an invoice can be', 'invoice.tooLarge', (number) => make(number).replace('</EInvoice>', `<!-- ${'x'.repeat(1024 * 1024)} --></EInvoice>`)],
      ['that names an external entity', 'invoice.doctype', (number) => withDoctype(make(number), '<!ENTITY file SYSTEM "file:///etc/passwd">')],
      ['that grows by its own entities', 'invoice.doctype', (number) => withDoctype(make(number), '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">')],
      ['that is another document', 'invoice.notAnEInvoice', () => '<?xml version="1.0"?><order><total>1</total></order>'],
      ['with an amount that is none', 'invoice.amountInvalid', (number) => make(number).replace('<TotalTaxAm>9000.00<', '<TotalTaxAm>9000.005<')],
      ['with an amount beyond all amounts', 'invoice.amountTooLarge', (number) => make(number).replace('<TotalTaxAm>9000.00<', '<TotalTaxAm>99999999999999999.00<')],
      ['whose lines do not add up', 'invoice.sums', (number) => make(number).replace('<Amount>100000.00<', '<Amount>99000.00<')],
      ['made out to another buyer', 'invoice.buyer', (number) => make(number, { buyer: seller })],
      ['from another seller', 'invoice.seller', (number) => make(number, { seller: buyer })],
      ['whose seller’s credit code has a wrong check digit', 'invoice.seller', (number) => make(number, { seller: { ...seller, creditCode: withWrongCheckDigit(seller.creditCode) } })],
    ];
    for (const [name, rule, makeXml] of unfit) it(name, () => assertSentBack(rule, 'documents.eInvoice', makeXml));
    it('of another number than was entered', () => assertSentBack('invoice.number', 'invoice.number', () => make(newNumber())));
    it('that another application uses', async () => {
      const number = newNumber();
      await applySoundly(number);
      await assertSentBack('invoice.usedTwice', 'invoice.number', () => make(number), number);
    });
  });

  describe('an amount', () => {
    const badAmounts: readonly (readonly [string, unknown])[] = [['negative', -1], ['nothing', 0], ['a fraction', 100.5], ['above 2^53-1', 2 ** 53], ['huge', 1e300], ['text', '10900000']];
    for (const [name, amount] of badAmounts) {
      it(`in a form: ${name}`, async () => {
        const form = { ...soundForm(newNumber()), amountFen: amount };
        const applicationId = await draft(form);
        await assertRefused({ status: 422, code: 'application.formInvalid', field: 'amountFen' }, supplier, (client) => submit(client, applicationId));
        assert.deepEqual((await read(supplier[0], applicationId)).draft?.form, form, 'the draft is kept');
      });
      it(`in a deposit: ${name}`, async () => {
        const operator = await inBoth('custodian.bank-operator');
        const body = { depositId: 'BAD-1', reference: 'HK-2026-001', amountFen: amount as number, valueDate: '2026-11-01' };
        await assertRefused({ status: 400, code: 'request.invalid', field: 'amountFen' }, operator, (client) => client.call('makeDeposit', { body, key: newKey() }));
      });
    }
    it('in a part of the form', async () => {
      const form = soundForm(newNumber());
      const applicationId = await draft({ ...form, contract: { ...form.contract, amountFen: -5 } });
      await assertRefused({ status: 422, code: 'application.formInvalid', field: 'contract.amountFen' }, supplier, (client) => submit(client, applicationId));
    });
    it('received that is not the full amount is no number', async () => {
      const taskId = (await openTask(specialist[0], await applySoundly(), 'review')).taskId;
      const body = { outcome: 'approved', revision: 1, receivedFen: -3 } as const;
      await assertRefused({ status: 400, code: 'request.invalid', field: 'receivedFen' }, specialist, (client) => client.call('completeTask', { params: { taskId }, body, key: newKey() }));
    });
  });

  describe('a file', () => {
    const pdf = (bytes: Uint8Array): Upload => ({ kind: 'proposal', name: '建议书.pdf', mediaType: 'application/pdf', bytes });
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=', 'base64');
    const files: readonly { readonly name: string; readonly file: Upload; readonly expected: Expected }[] = [
      { name: 'whose bytes are of another type than its name', file: pdf(png), expected: { status: 415, code: 'document.typeMismatch', field: 'file' } },
      { name: 'of a type that is not accepted', file: { ...pdf(Buffer.from('7f454c4602010100', 'hex')), name: '建议书.exe', mediaType: 'application/octet-stream' }, expected: { status: 415, code: 'document.typeRefused', field: 'file' } },
      { name: 'that is empty', file: pdf(Buffer.alloc(0)), expected: { status: 422, code: 'document.empty', field: 'file' } },
      { name: 'above 20 MB', file: pdf(Buffer.concat([makePdf('large'), Buffer.alloc(20 * 1024 * 1024, 0x20)])), expected: { status: 413, code: 'document.tooLarge', field: 'file' } },
      { name: 'far above 20 MB', file: pdf(Buffer.concat([makePdf('huge'), Buffer.alloc(24 * 1024 * 1024, 0x20)])), expected: { status: 413, code: 'document.tooLarge', field: 'file' } },
    ];
    for (const { name, file, expected } of files) {
      it(name, () => assertRefused(expected, supplier, (client) => client.upload(file, newKey())));
    }
    it('that nobody uploaded', async () => {
      const documentId = randomUUID();
      const applicationId = await draft(soundForm(newNumber()), [{ documentId, kind: 'proposal' }]);
      await assertRefused({ status: 422, code: 'application.documentUnknown', field: `documents.${documentId}` }, supplier, (client) => submit(client, applicationId));
    });
  });

  describe('a task', () => {
    const approve = (taskId: string, revision = 1) => (client: Client) =>
      client.call('completeTask', { params: { taskId }, body: { outcome: 'approved', revision }, key: newKey() });

    it('of another office', async () => {
      const { taskId } = await openTask(specialist[0], await applySoundly(), 'review');
      await assertRefused({ status: 403, code: 'task.notYours' }, await inBoth('jiaxing.specialist'), approve(taskId));
    });
    it('of one’s own application', async () => {
      const both = await inBoth('pujiang.supplier-2');
      const { person } = await both[0].call('getSession');
      await stack.sql(`insert into membership (person_id, organisation_id, role, granted_at) values ($1, 'beiwaitan', 'specialist', now())`, [person.personId]);
      const number = newNumber();
      const xml = xmlFile(makeEInvoice({ number, seller, buyer, lines, issuedOn: '2026-10-15' }));
      const { documentId } = await both[0].upload(xml, newKey());
      const body = { ...parties, form: { ...soundForm(number) }, documents: [{ documentId, kind: xml.kind }] };
      const { applicationId } = await both[0].call('createApplication', { body, key: newKey() });
      await submit(both[0], applicationId);
      await reaches(applicationId, 'reviewing');
      const { taskId } = await openTask(specialist[0], applicationId, 'review');
      await assertRefused({ status: 403, code: 'task.ownApplication' }, both, approve(taskId));
    });
    it('that is decided already', async () => {
      const applicationId = await applySoundly();
      const { taskId } = await openTask(specialist[0], applicationId, 'review');
      await approve(taskId)(specialist[0]);
      await reaches(applicationId, 'approvingPayout');
      const reject = (client: Client) => client.call('completeTask', { params: { taskId }, body: { outcome: 'rejected', revision: 1, reason: '晚了', field: 'amountFen' }, key: newKey() });
      await assertRefused({ status: 409, code: 'task.alreadyDecided' }, specialist, reject);
      await assertRefused({ status: 409, code: 'task.alreadyDecided' }, await inBoth('beiwaitan.specialist-2'), approve(taskId));
      await approve(taskId)(specialist[0]); // the same again is the same answer
    });
    it('rejected without reason and field', async () => {
      const { taskId } = await openTask(specialist[0], await applySoundly(), 'review');
      const reject = (body: { reason?: string; field?: string }) => (client: Client) =>
        client.call('completeTask', { params: { taskId }, body: { outcome: 'rejected', revision: 1, ...body }, key: newKey() });
      await assertRefused({ status: 422, code: 'task.incomplete', field: 'reason' }, specialist, reject({ field: 'amountFen' }));
      await assertRefused({ status: 422, code: 'task.incomplete', field: 'field' }, specialist, reject({ reason: '金额不符' }));
    });
    it('on a revision that is not the newest', async () => {
      const { taskId } = await openTask(specialist[0], await applySoundly(), 'review');
      await assertRefused({ status: 409, code: 'task.revisionChanged' }, specialist, approve(taskId, 2));
    });
    it('that does not exist', () => assertRefused({ status: 404, code: 'task.notFound' }, specialist, approve(randomUUID())));
    it('with an outcome that it does not have', async () => {
      const { taskId } = await openTask(specialist[0], await applySoundly(), 'review');
      await assertRefused({ status: 422, code: 'task.outcomeUnknown' }, specialist, (client) =>
        client.call('completeTask', { params: { taskId }, body: { outcome: 'confirmed', revision: 1 }, key: newKey() }));
    });
  });

  describe('a redrawn flow', () => {
    let base: CallAnswer<'getProcessModel'>;
    before(async () => {
      base = await admin[0].call('getProcessModel', { params: { processId: 'street-approval', version: 'latest' } });
    });

    const propose = (change: { processId?: string; baseVersion?: number; bpmnXml?: string }) => (client: Client) =>
      client.call('proposeModel', { body: { processId: 'street-approval', baseVersion: base.version, bpmnXml: base.bpmnXml, note: '改', ...change }, key: newKey() });
    const versions = async () => (await admin[0].call('getProcess', { params: { processId: 'street-approval' } })).versions.length;

    async function assertNotProposed(expected: Expected, change: Parameters<typeof propose>[0], people = admin): Promise<void> {
      const before = [(await admin[0].call('listProposals')).items.length, await versions()];
      await assertRefused(expected, people, propose(change));
      assert.deepEqual([(await admin[0].call('listProposals')).items.length, await versions()], before);
    }

    const renamed = () => base.bpmnXml.replace('name="项目专员审核"', 'name="项目专员初审"');
    it('that is no XML', () => assertNotProposed({ status: 422, code: 'proposal.lint' }, { bpmnXml: 'not BPMN at all' }));
    it('that is XML, but no BPMN', () => assertNotProposed({ status: 422, code: 'proposal.lint' }, { bpmnXml: '<?xml version="1.0"?><order />' }));
    it('with a flow that leads nowhere', () => assertNotProposed({ status: 422, code: 'proposal.lint' }, { bpmnXml: base.bpmnXml.replace('targetRef="correct"', 'targetRef="nowhere"') }));
    for (const name of ['processId="payout"', 'formId="street-review"', 'decisionId="deadline"']) it(`that calls ${name} in whatever version there is`, () =>
      assertNotProposed({ status: 422, code: 'proposal.lint' }, { bpmnXml: base.bpmnXml.replace(new RegExp(`(<zeebe:\\w+ ${name}[^>]*?) bindingType="deployment"`), '$1') }));
    it('with something that the engine does not do is not deployed, and says which', async () => {
      const listener = '<zeebe:taskListeners><zeebe:taskListener eventType="completing" type="ask-again" /></zeebe:taskListeners>';
      const bpmnXml = base.bpmnXml.replace(/(<bpmn:userTask id="correct"[^]*?)(<\/bpmn:extensionElements>)/, `$1${listener}$2`);
      const { proposalId } = await propose({ bpmnXml })(admin[0]);
      const before = await versions();
      const accept = (client: Client) => client.call('decideProposal', { params: { proposalId }, body: { outcome: 'accepted' }, key: newKey() });
      const second = await inBoth('hongkou.process-admin-2');
      await assertRefused({ status: 422, code: 'engine.INVALID_ARGUMENT' }, second, accept);
      assert.match((await problemOf(accept(second[0]))).problem.detail, /correct/);
      assert.equal(await versions(), before);
      assert.equal((await second[0].call('getProposal', { params: { proposalId } })).state, 'open');
    });
    it('of another process than it says', () => assertNotProposed({ status: 422, code: 'model.processMissing', field: 'bpmnXml' }, { bpmnXml: renamed().replaceAll('"street-approval"', '"another-approval"') }));
    it('of a process that nobody knows', () => assertNotProposed({ status: 404, code: 'model.notFound' }, { processId: 'no-such-process', bpmnXml: renamed() }));
    it('that changes nothing', () => assertNotProposed({ status: 409, code: 'proposal.unchanged' }, {}));
    it('on a version that is not the newest', () => assertNotProposed({ status: 409, code: 'proposal.stale' }, { baseVersion: base.version + 1, bpmnXml: renamed() }));
    it('by somebody who is no process admin', () => assertNotProposed({ status: 403, code: 'proposal.notAdmin' }, { bpmnXml: renamed() }, specialist));
    it('accepted by the admin who drew it', async () => {
      const { proposalId } = await propose({ bpmnXml: renamed() })(admin[0]);
      await assertRefused({ status: 403, code: 'proposal.own' }, admin, (client) =>
        client.call('decideProposal', { params: { proposalId }, body: { outcome: 'accepted' }, key: newKey() }));
      assert.equal(await versions(), 1);
    });
  });

  describe('a request', () => {
    const post = (path: string, headers: Record<string, string>, body: string) => async (client: Client) => {
      const response = await client.fetch(path, { method: 'post', headers: { 'Content-Type': 'application/json', ...headers }, body });
      if (response.ok) return;
      throw new RefusedCall(path, response, (await response.json()) as RefusedCall['problem']);
    };
    const begin = JSON.stringify(parties);
    const key = () => ({ 'Idempotency-Key': newKey() });

    it('without the security token', () => assertRefused({ status: 403, code: 'request.csrf' }, supplier, post('/applications', { ...key(), 'X-CSRF-Token': '' }, begin)));
    it('with another security token', () => assertRefused({ status: 403, code: 'request.csrf' }, supplier, post('/applications', { ...key(), 'X-CSRF-Token': 'another' }, begin)));
    it('without an idempotency key', () => assertRefused({ status: 400, code: 'request.keyMissing' }, supplier, post('/applications', {}, begin)));
    it('whose key was used for other content', async () => {
      const used = newKey();
      const form = soundForm(newNumber());
      const body = { ...parties, form: { ...form } };
      const first = await supplier[0].call('createApplication', { body, key: used });
      assert.equal((await supplier[0].call('createApplication', { body, key: used })).applicationId, first.applicationId);
      await assertRefused({ status: 422, code: 'request.keyConflict' }, supplier, (client) =>
        client.call('createApplication', { body: { ...body, form: { ...form, amountFen: 1 } }, key: used }));
      assert.deepEqual((await read(supplier[0], first.applicationId)).draft?.form, form);
    });
    it('that is broken JSON', () => assertRefused({ status: 400, code: 'request.invalid' }, supplier, post('/applications', key(), '{"processId":')));
    it('that is larger than anybody needs', () => assertRefused({ status: 413, code: 'request.tooLarge' }, supplier, post('/applications', key(), JSON.stringify({ note: 'x'.repeat(6 * 1024 * 1024) }))));
    it('that lacks a field', () => assertRefused({ status: 400, code: 'request.invalid', field: 'payerOrganisationId' }, supplier, post('/applications', key(), JSON.stringify({ processId: 'street-approval', applicantOrganisationId: 'pujiang' }))));
    it('for another organisation', () => assertRefused({ status: 403, code: 'application.notApplicant' }, supplier, post('/applications', key(), begin.replace('pujiang', 'huangpu'))));
    it('to an office that does not pay firms', () => assertRefused({ status: 422, code: 'application.payerWrong', field: 'payerOrganisationId' }, supplier, post('/applications', key(), begin.replace('beiwaitan', 'hongkou'))));
    it('for an address that does not exist', () => assertRefused({ status: 404, code: 'request.notFound' }, supplier, post('/nothing-here', key(), '{}')));
    it('by nobody', async () => {
      for (const [language, header] of [['zh', 'zh-CN'], ['en', 'en']] as const) {
        const response = await fetch(`${stack.address.url}/api/v1/applications`, { headers: { 'Accept-Language': header } });
        assertProblem(new RefusedCall('listApplications', response, (await response.json()) as RefusedCall['problem']), { status: 401, code: 'session.missing' }, language);
      }
    });
    it('to sign in with a wrong password', async () => {
      for (const [language, header] of [['zh', 'zh-CN'], ['en', 'en']] as const) {
        const headers = { 'Accept-Language': header, 'Content-Type': 'application/json' };
        const response = await fetch(`${stack.address.url}/api/v1/session`, { method: 'POST', headers, body: JSON.stringify({ login: 'pujiang.supplier', password: 'wrong' }) });
        assertProblem(new RefusedCall('signIn', response, (await response.json()) as RefusedCall['problem']), { status: 401, code: 'session.wrong' }, language);
      }
    });
  });
});

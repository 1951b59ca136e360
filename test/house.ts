/** All rooms in one process on a test database, without HTTP: for tests of what they do together. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createDispatcher,
  createDraft,
  createRecorder,
  decide,
  deployRepositoryModels,
  enqueue,
  readApplication,
  readModelFiles,
  readOpenTasks,
  submitDraft,
  type DecisionInput,
  type Dispatcher,
  type ModelFiles,
} from '@gbc/applications';
import { recordAdvice } from '@gbc/bank';
import { openDocumentStore, type DocumentStore } from '@gbc/documents';
import { makeEInvoice, makePdf } from '@gbc/documents/testing';
import { openEmbeddedEngine, type Clock, type EmbeddedEngine } from '@gbc/engine-embedded';
import type { AppendHook, JobWorker, WorkflowEngine } from '@gbc/engine';
import { systemEnvironment as env } from '@gbc/events';
import { findSignedIn, type SignedIn } from '@gbc/identity';
import { adviceIdOf, LedgerQueue } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { openWorkers } from '@gbc/workers';
import { organisations } from '../app/seed/alliance.ts';
import { registerAlliance } from '../app/seed/register-alliance.ts';

export interface House<E extends WorkflowEngine = EmbeddedEngine> {
  readonly database: TestDatabase;
  readonly engine: E;
  readonly dispatcher: Dispatcher;
  readonly documents: DocumentStore;
  readonly models: readonly ModelFiles[];
  person(login: string): Promise<SignedIn>;
  /** Decides the one open task of a matter as this person. */
  decideAs(login: string, applicationId: string, input: Partial<DecisionInput> & Pick<DecisionInput, 'outcome'>): Promise<string>;
  /** Waits until the matter has an open task at this element. */
  waitForTask(applicationId: string, elementId: string): Promise<void>;
  waitForState(applicationId: string, state: string): Promise<void>;
  /** Pays in and mints for the first project, and hands so much down to the street office `beiwaitan` that it can pay out this much. */
  fundStreet(amountFen: bigint): Promise<void>;
  /** Hands so much down from the district to the street office `beiwaitan` that it can pay out this much, out of twice as much at the district. */
  handDown(amountFen: bigint): Promise<void>;
  /** Submits a supplier's application with valid documents; answers its id. */
  apply(it?: ApplicationOptions): Promise<string>;
  close(): Promise<void>;
}

export interface ApplicationOptions {
  readonly amountFen?: number;
  readonly invoiceNumber?: string;
  readonly contractNumber?: string;
  readonly contractFen?: number;
  readonly login?: string;
}

const projectId = 'HK-2026-001';
const waitMs = 10;
const waitMsMax = 20_000;

export async function until(isTrue: () => Promise<boolean>, what: string, patienceMs = waitMsMax): Promise<void> {
  for (const end = Date.now() + patienceMs; !(await isTrue()); ) {
    if (Date.now() > end) throw new Error(`waited ${patienceMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

const partyOf = (organisationId: string) => {
  const it = organisations.find((organisation) => organisation.organisationId === organisationId);
  if (!it) throw new Error(`no ${organisationId}`);
  return { creditCode: it.creditCode, name: it.nameZh };
};

/**
 * @param clock the engine's, for a test that moves time; the system's where it is left out
 * @param asWorker what the engine gets in place of a worker
 */
export const openHouse = (clock: Clock = env, asWorker: (worker: JobWorker) => JobWorker = (worker) => worker): Promise<House> =>
  openHouseOn((database, appendHook) => openEmbeddedEngine({ database, env: clock, appendHook, onError: (error) => console.error(error) }), asWorker);

/** A house on an engine of the caller's. */
export async function openHouseOn<E extends WorkflowEngine>(
  openEngine: (database: TestDatabase, appendHook: AppendHook<Tx>) => Promise<E>,
  asWorker: (worker: JobWorker) => JobWorker = (worker) => worker,
): Promise<House<E>> {
  const database = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'gbc-house-'));
  await registerAlliance(database, env, 'a password for tests');
  const engine = await openEngine(database, createRecorder(env, () => undefined));
  const documents = await openDocumentStore({ folder, masterKey: Buffer.alloc(32, 7), env });
  const dispatcher = createDispatcher({ database, engine, env, onError: () => undefined, pollMs: 50 });
  const models = readModelFiles(join(import.meta.dirname, '..', 'processes'));
  await deployRepositoryModels({ database, engine, env }, models);
  const givingWorkers = new Proxy(engine, {
    get(target, name) {
      if (name === 'openWorker') return (worker: JobWorker) => target.openWorker(asWorker(worker));
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  const workers = openWorkers({ database, engine: givingWorkers, ledger: new LedgerQueue({ database, env }), documents, env, invoiceKey: Buffer.alloc(32, 9), onChange: () => undefined });
  dispatcher.start();
  let invoices = 0;

  async function person(login: string): Promise<SignedIn> {
    const { rows } = await database.read<{ person_id: string }>('select person_id from user_account where login = $1', [login]);
    const by = rows[0] && (await findSignedIn(database.read, rows[0].person_id));
    if (!by) throw new Error(`there is no ${login}`);
    return by;
  }

  const revisionOf = async (applicationId: string) => (adviceIdOf(applicationId) !== null ? 0 : (await readApplication(database.read, applicationId)).revision);

  const house: House<E> = {
    database, engine, dispatcher, documents, models, person,
    async decideAs(login, applicationId, input) {
      const [task] = await readOpenTasks(database.read, applicationId);
      if (!task) throw new Error(`${applicationId} has no open task`);
      const by = await person(login);
      const revision = await revisionOf(applicationId);
      const { decisionId } = await database.transaction((tx) => decide(tx, env, by, task.taskId, { revision, ...input }));
      await dispatcher.flush();
      return decisionId;
    },
    waitForTask: (applicationId, elementId) =>
      until(async () => (await readOpenTasks(database.read, applicationId)).some((task) => task.elementId === elementId), `${elementId} of ${applicationId}`),
    waitForState: (applicationId, state) => until(async () => (await readApplication(database.read, applicationId)).state === state, `${applicationId} to be ${state}`),
    async fundStreet(amountFen) {
      const adviceId = `A-${env.newId()}`;
      const deposit = `deposit:${adviceId}`;
      await database.transaction(async (tx) => {
        await recordAdvice(tx, env, { adviceId, reference: projectId, amountFen: amountFen * 2n, valueDate: '2026-11-01', debtorName: null });
        await enqueue(tx, env, { applicationId: deposit, command: { kind: 'startProcess', processId: 'funding', variables: { applicationId: deposit, officeId: 'hongkou', amountFen: Number(amountFen) * 2, revision: 0 } } });
      });
      await house.waitForTask(deposit, 'confirmMatch');
      await house.decideAs('hongkou.finance-supervisor', deposit, { outcome: 'approved' });
      await until(async () => (await database.read(`select 1 from deposit_advice where advice_id = $1 and state = 'minted'`, [adviceId])).rows.length > 0, 'the mint');
      await house.handDown(amountFen);
    },
    async handDown(amountFen) {
      // Each tier keeps a share of what it receives for its operating costs: the district is given enough for that.
      const allocations = [
        { processId: 'district-approval', payer: 'hongkou', applicant: 'jianwei', fen: amountFen * 2n },
        { processId: 'department-approval', payer: 'jianwei', applicant: 'beiwaitan', fen: (amountFen * 105n) / 100n },
      ] as const;
      for (const { processId, payer, applicant, fen } of allocations) {
        const by = await person(`${applicant}.project-manager`);
        const form = { proposal: { title: `下拨 ${applicant}`, purpose: '工程进度款', projectId }, amountFen: Number(fen) };
        const id = await database.transaction(async (tx) => {
          const draft = await createDraft(tx, env, by, { processId, payerOrganisationId: payer, applicantOrganisationId: applicant, form, documents: [] });
          await submitDraft(tx, env, by, draft);
          return draft;
        });
        await house.waitForTask(id, 'review');
        await house.decideAs(`${payer}.specialist`, id, { outcome: 'approved' });
        await house.waitForTask(id, 'approvePayout');
        await house.decideAs(`${payer}.finance-supervisor`, id, { outcome: 'approved' });
        await house.waitForTask(id, 'confirmReceipt');
        await house.decideAs(`${applicant}.finance-supervisor`, id, { outcome: 'confirmed', receivedFen: Number(fen) });
        await house.waitForState(id, 'completed');
      }
    },
    async apply({ amountFen = 10_900_000, invoiceNumber, contractNumber = 'HT-2026-001', contractFen = 100_000_000, login = 'pujiang.supplier' } = {}) {
      invoices += 1;
      const number = invoiceNumber ?? `2631200000001${String(invoices).padStart(7, '0')}`;
      const by = await person(login);
      const applicant = by.memberships.find(({ role }) => role === 'supplier')?.organisationId ?? '';
      const actor = { kind: 'person', personId: by.personId, organisationId: applicant, role: 'supplier' } as const;
      const taxFen = BigInt(Math.round((amountFen / 109) * 9));
      const xml = makeEInvoice({ number, seller: partyOf(applicant), buyer: partyOf('beiwaitan'), lines: [{ name: '工程进度款', amountFen: BigInt(amountFen) - taxFen, taxFen }], issuedOn: '2026-10-15' });
      return database.transaction(async (tx) => {
        const eInvoice = await documents.put(tx, { bytes: Buffer.from(xml), name: '电子发票.xml', declaredMediaType: 'application/xml', actor });
        const contract = await documents.put(tx, { bytes: makePdf('contract'), name: '合同.pdf', declaredMediaType: 'application/pdf', actor });
        const id = await createDraft(tx, env, by, {
          processId: 'street-approval',
          payerOrganisationId: 'beiwaitan',
          applicantOrganisationId: applicant,
          form: {
            proposal: { title: `道路整治进度款 ${invoices}`, purpose: '东大名路沿线道路整治', projectId },
            contract: { number: contractNumber, amountFen: contractFen, signedOn: '2026-09-01' },
            invoice: { number, amountFen, issuedOn: '2026-10-15' },
            amountFen,
          },
          documents: [{ documentId: eInvoice.id, kind: 'eInvoice' }, { documentId: contract.id, kind: 'contract' }],
        });
        await submitDraft(tx, env, by, id);
        return id;
      });
    },
    async close() {
      await dispatcher.stop();
      await workers.close();
      await engine.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return house;
}

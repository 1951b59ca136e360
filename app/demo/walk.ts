import { allocations } from '../seed/alliance.ts';
import type { CallAnswer } from './client.ts';
import { decideTask } from './decide-task.ts';
import { makeMatter, type Matter } from './matter.ts';
import { until } from './patience.ts';
import type { People } from './people.ts';
import type { RunRecord, Step } from './run-record.ts';

/** Tells of each step before it begins. */
export type OnStep = (step: Step) => void;

const payer = 'beiwaitan';
const payee = 'pujiang';
const seedPatienceMs = 180_000;

type Application = CallAnswer<'getApplication'>;
type Decision = Application['decisions'][number];

/**
 * Walks the slice through the public API: a deposit is paid in and matched, a supplier applies, is rejected, resubmits, is
 * approved twice, and confirms the money. Each command has a key that comes from the walk's number, and each decision looks
 * first whether it was taken, so a walk that was cut off anywhere is gone on with by walking it again.
 */
export class Walk {
  readonly #people: People;
  readonly #record: RunRecord;
  readonly #onStep: OnStep;

  constructor(people: People, record: RunRecord, onStep: OnStep) {
    this.#people = people;
    this.#record = record;
    this.#onStep = onStep;
  }

  /** @returns the supplier's application, completed */
  async go(): Promise<Application> {
    const { items: organisations } = await this.#people.auditor.call('listOrganisations');
    const [office, firm] = [payer, payee].map((id) => organisations.find(({ organisationId }) => organisationId === id));
    if (!office || !firm) throw new Error(`${payer} and ${payee} are not registered here`);
    const matter = makeMatter(this.#record.number, office, firm);
    await this.#step('seed', () => this.#awaitSeed());
    await this.#step('deposit', () => this.#payIn(matter));
    await this.#step('match', () => this.#match(matter));
    const id = await this.#step('draft', () => this.#draft(matter));
    await this.#step('submit', () => this.#people.supplier.call('submitApplication', { params: { applicationId: id }, key: this.#key('submit') }));
    await this.#step('reject', () => this.#reject(id));
    await this.#step('resubmit', () => this.#resubmit(id, matter));
    await this.#step('review', () => this.#approve(id, 'review', 'review', this.#people.specialist));
    await this.#step('payout', () => this.#approve(id, 'approvePayout', 'payout', this.#people.finance));
    return this.#step('confirm', () => this.#confirm(id, matter));
  }

  async #step<T>(step: Step, work: () => Promise<T>): Promise<T> {
    this.#onStep(step);
    const result = await work();
    this.#record.finish(step);
    return result;
  }

  #key(what: string): string {
    return `demo-${this.#record.number}-${what}`;
  }

  /** The money must have come down to the street office before a supplier can be paid. */
  async #awaitSeed(): Promise<void> {
    const titles = allocations.map(({ title }) => title);
    await until('the first payments of the demonstration are through', seedPatienceMs, async () => {
      const { items } = await this.#people.auditor.call('listApplications', { query: { state: 'completed', limit: 200 } });
      return titles.every((title) => items.some((application) => application.title === title)) || undefined;
    });
  }

  async #payIn({ deposit }: Matter): Promise<void> {
    await this.#people.bankOperator.call('makeDeposit', { body: deposit, key: this.#key('deposit') });
  }

  async #findDeposit({ deposit: { reference, amountFen, valueDate } }: Matter) {
    const { items } = await this.#people.districtFinance.call('listDeposits');
    return items.find((it) => it.reference === reference && it.amountFen === amountFen && it.valueDate === valueDate);
  }

  async #match(matter: Matter): Promise<void> {
    const { applicationId } = await until('the bank has advised the deposit', seedPatienceMs, () => this.#findDeposit(matter));
    await decideTask({
      by: this.#people.districtFinance, applicationId, elementId: 'confirmMatch', completion: { outcome: 'approved', revision: 0 }, key: this.#key('match'),
      isDone: async () => (await this.#findDeposit(matter))?.state === 'minted',
    });
  }

  async #draft({ title, vagueForm, files }: Matter): Promise<string> {
    const { supplier } = this.#people;
    const begun = { processId: 'street-approval', payerOrganisationId: payer, applicantOrganisationId: payee, form: { proposal: { title } } } as const;
    const { applicationId } = await supplier.call('createApplication', { body: begun, key: this.#key('draft') });
    const documents = await this.#upload(files);
    await supplier.call('saveDraft', { params: { applicationId }, body: { form: vagueForm, documents }, key: this.#key('save') });
    return applicationId;
  }

  async #upload(files: Matter['files']) {
    return Promise.all(files.map(async (file) => {
      const { documentId } = await this.#people.supplier.upload(file, this.#key(`upload-${file.kind}`));
      return { documentId, kind: file.kind };
    }));
  }

  async #reject(applicationId: string): Promise<void> {
    await decideTask({
      by: this.#people.specialist, applicationId, elementId: 'review', key: this.#key('reject'),
      completion: { outcome: 'rejected', revision: 1, field: 'proposal.purpose', reason: '请写明路段、工程量和期次，并附监理签认的工程量确认单。' },
      isDone: this.#isTaken(applicationId, { decision: 'review', outcome: 'rejected', revision: 1 }),
    });
  }

  async #resubmit(applicationId: string, { files, preciseForm, supplement }: Matter): Promise<void> {
    const documents = await this.#upload([...files, supplement]);
    await decideTask({
      by: this.#people.supplier, applicationId, elementId: 'correct', key: this.#key('resubmit'),
      completion: { outcome: 'supplied', revision: 1, form: preciseForm, documents },
      isDone: this.#isTaken(applicationId, { decision: 'resubmission', outcome: 'supplied', revision: 2 }),
    });
  }

  async #approve(applicationId: string, elementId: string, decision: 'review' | 'payout', by: People['finance']): Promise<void> {
    await decideTask({
      by, applicationId, elementId, key: this.#key(elementId),
      completion: { outcome: 'approved', revision: 2 },
      isDone: this.#isTaken(applicationId, { decision, outcome: 'approved', revision: 2 }),
    });
  }

  async #confirm(applicationId: string, { preciseForm }: Matter): Promise<Application> {
    const { supplier } = this.#people;
    await decideTask({
      by: supplier, applicationId, elementId: 'confirmReceipt', key: this.#key('confirm'),
      completion: { outcome: 'confirmed', revision: 2, receivedFen: preciseForm.amountFen },
      isDone: this.#isTaken(applicationId, { decision: 'receipt', outcome: 'confirmed', revision: 2 }),
    });
    return until('the application is completed', seedPatienceMs, async () => {
      const application = await supplier.call('getApplication', { params: { applicationId } });
      return application.state === 'completed' ? application : undefined;
    });
  }

  #isTaken(applicationId: string, wanted: Pick<Decision, 'decision' | 'outcome' | 'revision'>): () => Promise<boolean> {
    return async () => {
      const { decisions } = await this.#people.auditor.call('getApplication', { params: { applicationId } });
      return decisions.some((it) => it.state === 'accepted' && it.decision === wanted.decision && it.outcome === wanted.outcome && it.revision === wanted.revision);
    };
  }
}

import { allocations } from '../seed/alliance.ts';
import { carryThrough, completed, decideStep, type Approval } from './approval.ts';
import type { Client } from './client.ts';
import { decideTask } from './decide-task.ts';
import { makeMatter, type Allocation, type Matter } from './matter.ts';
import { until } from './patience.ts';
import type { People } from './people.ts';
import { RedemptionWalk } from './redemption-walk.ts';
import type { RunRecord, Step } from './run-record.ts';

/** Tells of each step before it begins. */
export type OnStep = (step: Step) => void;

const payer = 'beiwaitan';
const payee = 'pujiang';
const seedPatienceMs = 180_000;


/**
 * Walks every tier through the public API: a deposit is paid in and matched, handed down to a department and from it to a street
 * office; a resident is subsidised; a supplier applies, is rejected, resubmits, is approved twice, disputes and confirms the money. Each command has a key that comes from the walk's number, and each decision looks
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

  /** @returns the supplier's application and their redemption, both completed */
  async go(): Promise<{ readonly applicationId: string; readonly redemptionId: string }> {
    const people = this.#people;
    const { items: organisations } = await people.auditor.call('listOrganisations');
    const [office, firm] = [payer, payee].map((id) => organisations.find(({ organisationId }) => organisationId === id));
    if (!office || !firm) throw new Error(`${payer} and ${payee} are not registered here`);
    const matter = makeMatter(this.#record.number, office, firm);
    await this.#step('seed', () => this.#awaitSeed());
    await this.#step('deposit', () => this.#payIn(matter));
    await this.#step('match', () => this.#match(matter));
    await this.#step('department', () => this.#allocate('department', matter.departmentAllocation, { manager: people.departmentManager, specialist: people.districtSpecialist, finance: people.districtFinance, payee: people.departmentFinance }));
    await this.#step('street', () => this.#allocate('street', matter.streetAllocation, { manager: people.streetManager, specialist: people.departmentSpecialist, finance: people.departmentFinance, payee: people.finance }));
    await this.#step('subsidy', () => this.#subsidise(matter));
    const id = await this.#step('draft', () => this.#draft(matter));
    await this.#step('submit', () => people.supplier.call('submitApplication', { params: { applicationId: id }, key: this.#key('submit') }));
    const approval = this.#approval(id, 'supplier');
    await this.#step('reject', () => decideStep(approval, {
      by: people.specialist, elementId: 'review', decision: 'review',
      completion: { outcome: 'rejected', revision: 1, field: 'proposal.purpose', reason: '请写明路段、工程量和期次，并附监理签认的工程量确认单。' },
    }));
    await this.#step('resubmit', () => this.#resubmit(approval, matter));
    await this.#step('review', () => decideStep(approval, { by: people.specialist, elementId: 'review', decision: 'review', completion: { outcome: 'approved', revision: 2 } }));
    await this.#step('payout', () => decideStep(approval, { by: people.finance, elementId: 'approvePayout', decision: 'payout', completion: { outcome: 'approved', revision: 2 } }));
    await this.#step('dispute', () => decideStep(approval, {
      by: people.supplier, elementId: 'confirmReceipt', decision: 'receipt',
      completion: { outcome: 'disputed', revision: 2, reason: '到账金额与第二期节点金额是否一致，请付款方核对合同第七条。' },
    }));
    await this.#step('answer', () => decideStep(approval, {
      by: people.finance, elementId: 'answerDispute', decision: 'disputeAnswer',
      completion: { outcome: 'answered', revision: 2, reason: '已核对：第二期节点为价税合计 109,000.00 元，与到账金额一致。' },
    }));
    const { applicationId } = await this.#step('confirm', async () => {
      const receivedFen = matter.preciseForm.amountFen;
      await decideStep(approval, { by: people.supplier, elementId: 'confirmReceipt', decision: 'receipt', completion: { outcome: 'confirmed', revision: 2, receivedFen } });
      return completed(approval);
    });
    const redemptionId = await new RedemptionWalk(people, (what) => this.#key(what), (step, work) => this.#step(step, work)).go();
    return { applicationId, redemptionId };
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

  async #resubmit(approval: Approval, { files, preciseForm, supplement }: Matter): Promise<void> {
    const documents = await this.#upload([...files, supplement]);
    await decideStep(approval, {
      by: this.#people.supplier, elementId: 'correct', decision: 'resubmission', revision: 2,
      completion: { outcome: 'supplied', revision: 1, form: preciseForm, documents },
    });
  }

  #approval(applicationId: string, name: string): Approval {
    return { applicationId, auditor: this.#people.auditor, key: this.#key(name) };
  }

  /** A tier asks the one above it for tokens and is given them. */
  async #allocate(name: string, { form, ...parties }: Allocation, { manager, ...by }: { manager: Client; specialist: Client; finance: Client; payee: Client }): Promise<void> {
    const { applicationId } = await manager.call('createApplication', { body: { ...parties, form }, key: this.#key(`${name}-draft`) });
    await manager.call('submitApplication', { params: { applicationId }, key: this.#key(`${name}-submit`) });
    await carryThrough(this.#approval(applicationId, name), by, form.amountFen);
  }

  /** A resident applies with a statement, and is paid within the cap of the policy. */
  async #subsidise({ subsidy: { statement, form, ...parties } }: Matter): Promise<void> {
    const { resident, specialist, finance } = this.#people;
    const { applicationId } = await resident.call('createApplication', { body: { ...parties, form }, key: this.#key('subsidy-draft') });
    const { documentId } = await resident.upload(statement, this.#key('subsidy-statement'));
    const params = { applicationId };
    await resident.call('saveDraft', { params, body: { form, documents: [{ documentId, kind: statement.kind }] }, key: this.#key('subsidy-save') });
    await resident.call('submitApplication', { params, key: this.#key('subsidy-submit') });
    await carryThrough(this.#approval(applicationId, 'subsidy'), { specialist, finance, payee: resident }, form.amountFen);
  }
}

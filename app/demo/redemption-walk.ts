import { decideTask } from './decide-task.ts';
import { until } from './patience.ts';
import type { People } from './people.ts';
import type { Step } from './run-record.ts';

const payee = 'pujiang';
const patienceMs = 180_000;
const redeemedFen = 50_000_00;
const creditor = { name: '上海示例浦江市政建设有限公司', account: '6222020000001234567', bank: '示例银行虹口支行' };
const form = { purpose: '兑付滨江步道路面整治进度款', amountFen: redeemedFen, creditor };

type RunStep = <T>(step: Step, work: () => Promise<T>) => Promise<T>;

/**
 * The supplier has money paid for some of their tokens: the bank refuses the first order, since that account is closed, and pays the
 * corrected one. Made of commands with keys and of decisions that look first whether they were taken, like the walk before it.
 */
export class RedemptionWalk {
  readonly #people: People;
  readonly #key: (what: string) => string;
  readonly #step: RunStep;

  constructor(people: People, key: (what: string) => string, step: RunStep) {
    this.#people = people;
    this.#key = key;
    this.#step = step;
  }

  /** @returns the id of the order, paid and burned */
  async go(): Promise<string> {
    const applicationId = await this.#step('order', () => this.#order());
    await this.#step('receive', () => this.#receive(applicationId, 1));
    await this.#step('refuse', () => this.#settle(applicationId, 1, { outcome: 'refused', reasonCode: 'AC04' }));
    await this.#step('reorder', () => this.#reorder(applicationId));
    await this.#step('receiveAgain', () => this.#receive(applicationId, 2));
    await this.#step('pay', () => this.#pay(applicationId));
    return applicationId;
  }

  async #order(): Promise<string> {
    const { accounts } = await this.#people.supplier.call('getFunds');
    const account = accounts.find(({ organisationId, receivedFen }) => organisationId === payee && receivedFen > 0);
    if (!account) throw new Error(`${payee} was paid nothing`);
    const { applicationId } = await this.#people.supplier.call('orderRedemption', { body: { accountId: account.accountId, form }, key: this.#key('order') });
    return applicationId;
  }

  async #receive(applicationId: string, revision: number): Promise<void> {
    await decideTask({
      by: this.#people.districtFinance, applicationId, elementId: 'receiveOrder', completion: { outcome: 'approved', revision }, key: this.#key(`receive-${revision}`),
      isDone: async () => {
        const { decisions } = await this.#application(applicationId);
        return decisions.some((it) => it.decision === 'redemption' && it.state === 'accepted' && it.revision === revision);
      },
    });
  }

  /** The nth payment of the order, once the bank has it. */
  async #settle(applicationId: string, n: number, body: { readonly outcome: 'paid' | 'refused'; readonly reasonCode?: string }): Promise<void> {
    const { paymentId } = await until(`payment ${n} is with the bank`, patienceMs, async () => {
      const { items } = await this.#people.bankOperator.call('listPayments');
      const ofOrder = items.filter((payment) => payment.applicationId === applicationId).toReversed();
      return ofOrder.slice(n - 1).find(({ takenAt }) => takenAt !== null);
    });
    await this.#people.bankOperator.call('settlePayment', { params: { paymentId }, body, key: this.#key(`settle-${n}`) });
  }

  async #reorder(applicationId: string): Promise<void> {
    const corrected = { ...form, creditor: { ...creditor, account: '6222020000007654321' } };
    await decideTask({
      by: this.#people.supplier, applicationId, elementId: 'correct', completion: { outcome: 'supplied', revision: 1, form: corrected }, key: this.#key('reorder'),
      isDone: async () => (await this.#application(applicationId)).revision === 2,
    });
  }

  async #pay(applicationId: string): Promise<void> {
    await this.#settle(applicationId, 2, { outcome: 'paid' });
    await until('the tokens are burned', patienceMs, async () => (await this.#application(applicationId)).state === 'completed' || undefined);
  }

  #application(applicationId: string) {
    return this.#people.auditor.call('getApplication', { params: { applicationId } });
  }
}

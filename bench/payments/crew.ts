import { setTimeout as sleep } from 'node:timers/promises';
import { papersMaker, type Party, type Papers } from './papers.ts';
import { Session } from './session.ts';
import { TaskFeed } from './task-feed.ts';

const payerId = 'beiwaitan';
const payeeId = 'pujiang';
/** The demonstration's first payments, by which the street office gets its money. */
const seedPayments = 4;
const seedPollMs = 200;
const listPollMs = 250;
const listLimit = 100;

/** Who takes part in a payment; each has a session of their own. */
const logins = {
  supplier: 'pujiang.supplier',
  specialist: 'beiwaitan.specialist',
  finance: 'beiwaitan.finance-supervisor',
  /** A colleague of who applied. */
  receiver: 'pujiang.supplier-2',
} as const;

interface Listed {
  readonly items: readonly { readonly applicationId: string }[];
}

interface Task {
  readonly taskId: string;
  readonly revision: number;
}

/** Four people who carry payments from the draft to the confirmed money, as many at once as they are asked to. */
export class Crew {
  readonly #sessions: Readonly<Record<keyof typeof logins, Session>>;
  readonly #feeds: ReadonlyMap<Session, TaskFeed>;
  readonly #papers: (paymentNo: number) => Papers;
  /** Payments whose process has not been seen to end. */
  readonly #unended = new Map<string, () => void>();
  #watching: Promise<void> | undefined;
  #paymentNo = 0;

  private constructor(sessions: Readonly<Record<keyof typeof logins, Session>>, feeds: ReadonlyMap<Session, TaskFeed>, papers: (paymentNo: number) => Papers) {
    this.#sessions = sessions;
    this.#feeds = feeds;
    this.#papers = papers;
  }

  /** Signs all four in, once the demonstration's first money has come down to the street office. */
  static async open(url: string): Promise<Crew> {
    const response = await fetch(`${url}/api/v1/demo-sign-ins`);
    const { password } = (await response.json()) as { password: string };
    const signedIn = await Promise.all(Object.entries(logins).map(async ([who, login]) => [who, await Session.signIn(url, login, password)] as const));
    const sessions = Object.fromEntries(signedIn) as Record<keyof typeof logins, Session>;
    const { specialist, finance, receiver } = sessions;
    while ((await sessions.finance.read<Listed>('/applications?state=completed')).items.length < seedPayments) await sleep(seedPollMs);
    const { items } = await finance.read<{ items: readonly (Party & { readonly organisationId: string })[] }>('/organisations');
    const [payee, payer] = [payeeId, payerId].map((id) => items.find(({ organisationId }) => organisationId === id));
    if (!payee || !payer) throw new Error(`${payeeId} and ${payerId} are not registered here`);
    const feeds = await Promise.all([specialist, finance, receiver].map(async (session) => [session, await TaskFeed.open(session)] as const));
    return new Crew(sessions, new Map(feeds), papersMaker(payee, payer));
  }

  /** One whole payment: applied for with three files, validated, reviewed, approved, paid and confirmed, its process ended. */
  async pay(): Promise<void> {
    const { supplier, specialist, finance, receiver } = this.#sessions;
    const paymentNo = (this.#paymentNo += 1);
    const { form, files } = this.#papers(paymentNo);
    const key = (what: string) => `bench-${paymentNo}-${what}`;
    const begun = { processId: 'street-approval', payerOrganisationId: payerId, applicantOrganisationId: payeeId, form };
    const { applicationId } = await supplier.command<{ applicationId: string }>('POST', '/applications', begun, key('draft'));
    const documents = await Promise.all(files.map(async ({ kind, contentType, body }) => {
      const headers = { 'Content-Type': contentType, 'Idempotency-Key': key(kind) };
      const { documentId } = JSON.parse(await supplier.send({ method: 'POST', path: '/documents', headers, body })) as { documentId: string };
      return { documentId, kind };
    }));
    await supplier.command('PUT', `/applications/${applicationId}/draft`, { form, documents }, key('save'));
    await supplier.command('POST', `/applications/${applicationId}/submission`, {}, key('submit'));
    await this.#decide(specialist, applicationId, 'review', { outcome: 'approved' });
    await this.#decide(finance, applicationId, 'approvePayout', { outcome: 'approved' });
    const ended = this.#ended(applicationId);
    await this.#decide(receiver, applicationId, 'confirmReceipt', { outcome: 'confirmed', receivedFen: form.amountFen });
    await ended;
  }

  /** Papers that nobody has handed in yet. */
  nextPapers(): Papers {
    return this.#papers((this.#paymentNo += 1));
  }

  /** What the payee has received so far, in fen. */
  async receivedFen(): Promise<number> {
    const { accounts } = await this.#sessions.finance.read<{ accounts: readonly { organisationId: string | null; receivedFen: number }[] }>('/funds');
    return accounts.filter(({ organisationId }) => organisationId === payeeId).reduce((sum, { receivedFen }) => sum + receivedFen, 0);
  }

  close(): void {
    for (const session of Object.values(this.#sessions)) session.close();
  }

  /** Finds the task in the list, opens it, and decides on the revision that it shows. */
  async #decide(by: Session, applicationId: string, elementId: string, completion: object): Promise<void> {
    const taskId = await (this.#feeds.get(by) as TaskFeed).next(applicationId, elementId);
    const { revision } = await by.read<Task>(`/tasks/${taskId}`);
    await by.command('POST', `/tasks/${taskId}/completion`, { ...completion, revision }, `bench-${taskId}`);
  }

  /** Answers once the supplier's list shows the application as completed. */
  #ended(applicationId: string): Promise<void> {
    const ended = new Promise<void>((resolve) => this.#unended.set(applicationId, resolve));
    this.#watching ??= this.#watch();
    return Promise.race([ended, this.#watching.then(() => ended)]);
  }

  async #watch(): Promise<void> {
    try {
      while (this.#unended.size > 0) {
        await sleep(listPollMs);
        const { items } = await this.#sessions.supplier.read<Listed>(`/applications?scope=mine&state=completed&limit=${listLimit}`);
        for (const { applicationId } of items) {
          this.#unended.get(applicationId)?.();
          this.#unended.delete(applicationId);
        }
      }
    } finally {
      this.#watching = undefined;
    }
  }
}

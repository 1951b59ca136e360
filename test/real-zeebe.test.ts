/**
 * The models run on Zeebe's own engine, driven by its own client, and there do what they do on ours: each is deployed as a copy
 * whose native user tasks are job-based (gRPC can't complete native ones) and walked to its ends, past every task it has.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Camunda8 } from '@camunda8/sdk';
import { readModelFiles } from '@gbc/applications';
import { jobBasedCopy, type JobOutcome, type Resource, type Variables } from '@gbc/engine';
import { type HeldJob, HeldJobs, type RealZeebe, startRealZeebe } from '@gbc/engine/behaviour';
import { openHarness } from '@gbc/engine-embedded/testing';
import { createTestDatabase } from '@gbc/prisma/testing';

const processesFolder = join(import.meta.dirname, '..', 'processes');
const userTask = 'io.camunda.zeebe:userTask';
const jobTypes = [
  'validate-documents', 'hold-payout', 'transfer-tokens', 'void-payout', 'set-aside-operating', 'match-deposit', 'mint-tokens', 'notify', 'anchor-state',
  'hold-redemption', 'instruct-bank', 'burn-tokens', 'void-redemption', 'correct-transfer', userTask,
];
const jobTimeoutMs = 60_000;
const dayMs = 86_400_000;

/** What both engines can be asked for. */
interface Driver {
  deploy(resources: readonly Resource[]): Promise<unknown>;
  create(processId: string, variables: Variables): Promise<string>;
  /** Jobs that are open now and were not seen yet. */
  newJobs(): Promise<SeenJob[]>;
  publish(name: string, correlationKey: string): Promise<unknown>;
  cancel(processInstanceKey: string): Promise<unknown>;
  advanceTime(ms: number): Promise<void>;
  isRunning(processInstanceKey: string): Promise<boolean>;
}

interface SeenJob {
  readonly type: string;
  readonly processId: string;
  readonly elementId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly variables: Variables;
  complete(variables: Variables): Promise<unknown>;
  throwError(errorCode: string): Promise<unknown>;
}

const models = readModelFiles(processesFolder);
const textOf = ({ content }: Resource) => Buffer.from(content).toString();

/** All that goes with a process, native user tasks turned job-based. */
function resourcesOf(processId: string): Resource[] {
  const { bpmn, others } = models.find((model) => model.processId === processId) ?? assert.fail(`no ${processId}`);
  return [bpmn, ...others].map((resource) => (resource.name.endsWith('.bpmn') ? { ...resource, content: Buffer.from(jobBasedCopy(textOf(resource))) } : resource));
}

/** The SDK's types of JSON are narrower than JSON. */
const asDocument = (variables: Variables) => ({ ...variables }) as Record<string, never>;

function realDriver(zeebe: RealZeebe): { driver: Driver; close(): Promise<unknown> } {
  const client = new Camunda8({ CAMUNDA_OAUTH_DISABLED: true, ZEEBE_GRPC_ADDRESS: `grpc://${zeebe.address}`, zeebeGrpcSettings: { ZEEBE_CLIENT_LOG_LEVEL: 'NONE' } }).getZeebeGrpcApiClient();
  const seen = new Set<string>();
  const poll = (type: string) => client.activateJobs({ type, worker: 'walk', maxJobsToActivate: 10, timeout: jobTimeoutMs, requestTimeout: -1 });
  const driver: Driver = {
    deploy: (resources) => client.deployResources(resources.map(({ name, content }) => {
      const bytes = Buffer.from(content);
      if (name.endsWith('.bpmn')) return { name, process: bytes };
      return name.endsWith('.dmn') ? { name, decision: bytes } : { name, form: bytes };
    })),
    create: async (bpmnProcessId, variables) => (await client.createProcessInstance({ bpmnProcessId, variables: asDocument(variables) })).processInstanceKey,
    async newJobs() {
      await zeebe.idle();
      const polled = [];
      for (const type of jobTypes) polled.push(...(await poll(type)));
      return polled.filter(({ key }) => !seen.has(key)).map(({ key, type, bpmnProcessId, elementId, customHeaders, variables }) => {
        seen.add(key);
        return {
          type, processId: bpmnProcessId, elementId, headers: customHeaders as Record<string, string>, variables: variables as Variables,
          complete: (result: Variables) => client.completeJob({ jobKey: key, variables: asDocument(result) }),
          throwError: (errorCode: string) => client.throwError({ jobKey: key, errorCode, errorMessage: '' }),
        };
      });
    },
    publish: (name, correlationKey) => client.publishMessage({ name, correlationKey, timeToLive: dayMs, variables: {} }),
    cancel: (processInstanceKey) => client.cancelProcessInstance(processInstanceKey),
    advanceTime: (ms) => zeebe.advanceTime(ms),
    async isRunning(processInstanceKey) {
      await zeebe.idle();
      return client.setVariables({ elementInstanceKey: processInstanceKey, variables: {}, local: true }).then(() => true, () => false);
    },
  };
  return { driver, close: () => client.close() };
}

async function embeddedDriver(): Promise<{ driver: Driver; close(): Promise<unknown> }> {
  const database = await createTestDatabase();
  const harness = await openHarness(database);
  const workers = jobTypes.map((type) => new HeldJobs(harness, { type, timeoutMs: 365 * dayMs, jobsActiveMax: 100 }));
  const seen = new Set<HeldJob>();
  const driver: Driver = {
    deploy: (resources) => harness.engine.deploy(resources),
    create: async (processId, variables) => (await harness.engine.createInstance({ processId, variables })).processInstanceKey,
    async newJobs() {
      for (const worker of workers) await worker.answersTaken();
      const fresh = workers.flatMap((worker) => worker.held.filter((held) => !seen.has(held)).map((held) => ({ held, worker })));
      return fresh.map(({ held, worker }) => {
        seen.add(held);
        const { type, processId, elementId, headers, variables } = held.job;
        const answer = (outcome: JobOutcome) => {
          held.answer(outcome);
          return worker.answersTaken();
        };
        return {
          type, processId, elementId, headers, variables,
          complete: (result: Variables) => answer({ kind: 'completed', variables: result }),
          throwError: (errorCode: string) => answer({ kind: 'bpmnError', errorCode }),
        };
      });
    },
    publish: (name, correlationKey) => harness.engine.publishMessage({ name, correlationKey, timeToLiveMs: dayMs }),
    cancel: (processInstanceKey) => harness.engine.cancelInstance(processInstanceKey),
    advanceTime: (ms) => harness.advanceTime(ms),
    isRunning: async (processInstanceKey) => harness.engine.setVariables(processInstanceKey, {}, { local: true }).then(() => true, () => false),
  };
  return {
    driver,
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      await harness.close();
      await database.drop();
    },
  };
}

/** What each job in turn is answered with: variables, or the code of a business error; or what happens while no job is open. */
type Steps = readonly (readonly [elementId: string, answer: Variables | { readonly errorCode: string }] | { readonly message: string; readonly key: string } | 'aDayLater')[];

interface Walk {
  readonly name: string;
  readonly processId: string;
  readonly variables: Variables;
  readonly steps: Steps;
  /** Every task is left lying until it is escalated, where its model does that. */
  readonly isLate?: boolean;
}

const outcome = (is: string) => ({ outcome: is });
const approved = outcome('approved');
const application: Variables = {
  applicationId: 'a-1', officeId: 'beiwaitan', applicantId: 'supplier-1', applicantRole: 'supplier', payeeRole: 'supplier', tier: 'street', amountFen: 120_000, revision: 1,
};
/** Over every tier's limit, so that a second finance supervisor must approve. */
const large: Variables = { ...application, amountFen: 90_000_000_000 };
const validated: Steps = [['validateDocuments', { validationPassed: true }]];
const held: Steps = [['review', approved], ['holdPayout', { payoutNo: 1 }]];
const received: Steps = [['transferTokens', {}], ['confirmReceipt', outcome('confirmed')]];
const sealed: Steps = [['anchorState', {}]];
const setAside: Steps = [['setAsideOperating', {}]];

/** An application that is paid, and one that everybody refuses once; `checks` where the flow checks documents, `keeps` where an office keeps a share. */
const approvalWalks = (processId: string, tier: string, checks: Steps, keeps: Steps = []): Walk[] => [
  {
    name: 'rejected once, resubmitted, paid', processId, variables: { ...application, tier, applicationForm: `${tier}-application` },
    steps: [
      ...checks, ['review', outcome('rejected')], ['correct', { outcome: 'approved', revision: 2, amountFen: 110_000 }],
      ...checks, ...held, ['approvePayout', approved], ...received, ...keeps, ...sealed,
    ],
  },
  {
    name: 'late and refused by everyone once, then paid', processId, isLate: true, variables: { ...large, tier, applicationForm: `${tier}-application` },
    steps: [
      ...checks, ['review', outcome('moreNeeded')], ['supply', { outcome: 'approved', revision: 2 }],
      ...checks, ['review', { outcome: 'forwarded', forwardedTo: 'jiaxing' }], ['consult', outcome('rejected')],
      ['review', approved], ['holdPayout', { errorCode: 'HOLD_REFUSED' }],
      ...held, ['approvePayout', outcome('rejected')], ['voidPayout', {}],
      ...held, ['approvePayout', approved], ['approvePayoutSecond', outcome('rejected')], ['voidPayout', {}],
      ...held, ['approvePayout', approved], ['approvePayoutSecond', approved], ['transferTokens', { errorCode: 'TRANSFER_REFUSED' }], ['voidPayout', {}],
      ...held, ['approvePayout', approved], ['approvePayoutSecond', approved], ['transferTokens', {}],
      ['confirmReceipt', outcome('disputed')], ['answerDispute', outcome('answered')], ['confirmReceipt', outcome('confirmed')],
      ...(keeps.length > 0 ? [['setAsideOperating', { errorCode: 'SET_ASIDE_REFUSED' }] as const] : []), ...sealed,
    ],
  },
];

const deposit: Variables = { applicationId: 'deposit:1', officeId: 'hongkou', amountFen: 500_000, revision: 0 };
const walks: Walk[] = [
  ...approvalWalks('street-approval', 'street', validated),
  {
    name: 'documents that do not pass go back', processId: 'street-approval', variables: { ...application, tier: 'individual', applicationForm: 'individual-application' },
    steps: [['validateDocuments', { validationPassed: false }], ['correct', { outcome: 'approved', revision: 2 }], ...validated, ...held, ['approvePayout', approved], ...received, ...sealed],
  },
  ...approvalWalks('department-approval', 'department', [], setAside),
  ...approvalWalks('district-approval', 'district', [], setAside),
  { name: 'minted', processId: 'funding', variables: deposit, steps: [['matchDeposit', {}], ['confirmMatch', approved], ['mintTokens', {}], ['anchorState', {}]] },
  { name: 'parked', processId: 'funding', variables: deposit, steps: [['matchDeposit', { errorCode: 'DEPOSIT_PARKED' }]] },
  { name: 'match rejected', processId: 'funding', variables: deposit, steps: [['matchDeposit', {}], ['confirmMatch', outcome('rejected')]] },
  { name: 'not minted', processId: 'funding', variables: deposit, steps: [['matchDeposit', {}], ['confirmMatch', approved], ['mintTokens', { errorCode: 'MINT_REFUSED' }]] },
];

const redemption: Variables = { applicationId: 'r-1', officeId: 'hongkou', applicantId: 'pujiang', applicantRole: 'supplier', amountFen: 50_000, revision: 1, payoutNo: 1 };
const corrected: Steps[number] = ['correct', { outcome: 'supplied', revision: 2, amountFen: 40_000 }];
const toldToPay = (paymentId: string): Steps => [['holdRedemption', { payoutNo: 1 }], ['receiveOrder', approved], ['instructBank', { paymentId }]];
const answer = (key: string): Steps[number] => ({ message: 'bankAnswered', key });
const burned: Steps = [['burnTokens', {}], ['anchorState', {}]];
const correction = { applicationId: 'correction:app-1:1', officeId: 'street-1' };
walks.push(
  { name: 'corrected', processId: 'correction', variables: correction, steps: [['confirmCorrection', approved], ['correctTransfer', {}], ['anchorState', {}]] },
  {
    name: 'the ledger refuses, so does the supervisor', processId: 'correction', variables: correction,
    steps: [['confirmCorrection', approved], ['correctTransfer', { errorCode: 'CORRECTION_REFUSED' }], ['confirmCorrection', outcome('rejected')]],
  },
  { name: 'paid', processId: 'redemption', variables: redemption, steps: [...toldToPay('p-1'), answer('p-1'), ...burned] },
  {
    name: 'not held, sent back, refused by the bank, then paid', processId: 'redemption', variables: redemption,
    steps: [
      ['holdRedemption', { errorCode: 'HOLD_REFUSED' }], corrected,
      ['holdRedemption', { payoutNo: 1 }], ['receiveOrder', outcome('rejected')], ['releaseTokens', { payoutNo: 2 }], corrected,
      ...toldToPay('p-2'), answer('p-2'), ['burnTokens', { errorCode: 'PAYMENT_REFUSED' }], ['releaseTokens', { payoutNo: 3 }], corrected,
      ...toldToPay('p-3'), answer('p-2'), answer('p-3'), ...burned,
    ],
  },
  {
    name: 'the bank is silent and is asked, then answers while somebody asks', processId: 'redemption', variables: redemption,
    steps: [...toldToPay('p-4'), 'aDayLater', ['checkPayment', outcome('confirmed')], ['burnTokens', { errorCode: 'PAYMENT_UNCLEAR' }], { message: 'bankAnswered', key: 'p-4' }, ...burned],
  },
);

interface Walked {
  readonly jobs: readonly Pick<SeenJob, 'type' | 'processId' | 'elementId' | 'headers' | 'variables'>[];
  readonly ended: boolean;
}

const isDated = (header: string) => /:(dueDate|followUpDate|formKey)$/.test(header);

/** What both engines must agree on. Dates differ between them, so they are only told to be there. */
function toldOf({ type, processId, elementId, headers, variables }: SeenJob): Walked['jobs'][number] {
  const told = Object.entries(headers).map(([name, value]) => [name, isDated(name) ? 'given' : value] as const).sort();
  const { deadline, ...others } = variables;
  const dates = Object.entries(deadline ?? {}).map(([name, text]) => [name, typeof text === 'string' && text !== '' ? 'given' : 'not given']);
  return { type, processId, elementId, headers: Object.fromEntries(told), variables: { ...others, deadline: Object.fromEntries(dates) as Record<string, string> } };
}

/** More than any task's days, with weekends and the longest holiday. */
const lateDays = 30;

/** Lets days go by at an open task, one at least; answers each notification that came, once. */
async function waitAt(driver: Driver, taskId: string, isLate: boolean): Promise<Walked['jobs']> {
  const escalates = models.some(({ bpmn }) => textOf(bpmn).includes(`id="${taskId}Late"`));
  const notified = new Map<string, Walked['jobs'][number]>();
  for (let day = 1; day <= lateDays && notified.size < (isLate && escalates ? 2 : 1); day += 1) {
    await driver.advanceTime(dayMs + 1000);
    for (const job of await driver.newJobs()) {
      if (!notified.has(job.elementId)) notified.set(job.elementId, toldOf(job));
      await job.complete({});
    }
  }
  return [...notified.values()];
}

/** Walks the steps and answers what a client saw. */
async function walkOn(driver: Driver, { processId, variables, steps, isLate = false }: Walk): Promise<Walked> {
  await driver.deploy(resourcesOf(processId));
  const key = await driver.create(processId, variables);
  const jobs: Walked['jobs'][number][] = [];
  const isReminded = new Set<string>();
  for (const [index, step] of steps.entries()) {
    if (step === 'aDayLater') {
      await driver.newJobs();
      await driver.advanceTime(dayMs + 1000);
      continue;
    }
    if ('message' in step) {
      jobs.push(...(await driver.newJobs()).map(toldOf));
      await driver.publish(step.message, step.key);
      continue;
    }
    const [elementId, answer] = step;
    const open = await driver.newJobs();
    jobs.push(...open.map(toldOf));
    assert.deepEqual(open.map((job) => job.elementId), [elementId], `step ${index + 1}`);
    if (open[0]?.type === userTask && !isReminded.has(elementId)) {
      isReminded.add(elementId);
      jobs.push(...(await waitAt(driver, elementId, isLate)));
    }
    await ('errorCode' in answer ? open[0]?.throwError(String(answer.errorCode)) : open[0]?.complete(answer as Variables));
  }
  assert.deepEqual(await driver.newJobs(), []);
  return { jobs, ended: !(await driver.isRunning(key)) };
}

/** Tasks that make jobs. */
const tasksOf = (bpmn: Resource) => [...textOf(bpmn).matchAll(/<bpmn:(?:serviceTask|userTask) id="([^"]+)"/g)].map((match) => match[1] as string);

let zeebe: RealZeebe | { readonly skipped: string };
before(async () => void (zeebe = await startRealZeebe()));
after(async () => {
  if (!('skipped' in zeebe)) await zeebe.stop();
});

const seenTasks = new Map(models.map(({ processId }) => [processId, new Set<string>()]));

for (const walk of walks) {
  test(`${walk.processId} walks the same way on the real engine and on ours: ${walk.name}`, async (t) => {
    if ('skipped' in zeebe) return t.skip(zeebe.skipped);
    const real = realDriver(zeebe);
    const onReal = await walkOn(real.driver, walk);
    await real.close();
    const embedded = await embeddedDriver();
    const onOurs = await walkOn(embedded.driver, walk);
    await embedded.close();
    assert.deepEqual(onOurs, onReal);
    assert.ok(onReal.ended);
    for (const { processId, elementId } of onReal.jobs) seenTasks.get(processId)?.add(elementId);
  });
}

test('the walks pass every task of every process, its reminders too', (t) => {
  if ('skipped' in zeebe) return t.skip(zeebe.skipped);
  for (const { processId, bpmn } of models) assert.deepEqual([...(seenTasks.get(processId) ?? [])].sort(), tasksOf(bpmn).sort(), processId);
});

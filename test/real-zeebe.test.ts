/**
 * The models run on Zeebe's own engine, driven by its own client, and there do what they do on ours: each is deployed as a copy
 * whose native user tasks are job-based (gRPC can't complete native ones) and walked to its ends, past every task it has.
 */
import assert from 'node:assert/strict';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { Camunda8 } from '@camunda8/sdk';
import { jobBasedCopy, type JobOutcome, type Resource, type Variables } from '@gbc/engine';
import { type HeldJob, HeldJobs, type RealZeebe, startRealZeebe } from '@gbc/engine/behaviour';
import { openHarness } from '@gbc/engine-embedded/testing';
import { createTestDatabase } from '@gbc/prisma/testing';

const processesFolder = join(import.meta.dirname, '..', 'processes');
const userTask = 'io.camunda.zeebe:userTask';
const jobTypes = ['validate-documents', 'hold-payout', 'transfer-tokens', 'void-payout', 'match-deposit', 'mint-tokens', 'notify', 'anchor-state', userTask];
const jobTimeoutMs = 60_000;
const dayMs = 86_400_000;

/** What both engines can be asked for. */
interface Driver {
  deploy(resources: readonly Resource[]): Promise<unknown>;
  create(processId: string, variables: Variables): Promise<string>;
  /** Jobs that are open now and were not seen yet. */
  newJobs(): Promise<SeenJob[]>;
  cancel(processInstanceKey: string): Promise<unknown>;
  advanceTime(ms: number): Promise<void>;
  isRunning(processInstanceKey: string): Promise<boolean>;
}

interface SeenJob {
  readonly type: string;
  readonly elementId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly variables: Variables;
  complete(variables: Variables): Promise<unknown>;
  throwError(errorCode: string): Promise<unknown>;
}

/** The files of a process and the tables it calls, native user tasks turned job-based. */
function resourcesOf(processId: string): Resource[] {
  const files = globSync([`${processId}/**/*.{bpmn,dmn,form}`, 'policies/*.dmn'], { cwd: processesFolder }).sort();
  return files.map((file) => {
    const text = readFileSync(join(processesFolder, file), 'utf8');
    return { name: basename(file), content: new TextEncoder().encode(file.endsWith('.bpmn') ? jobBasedCopy(text) : text) };
  });
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
      return polled.filter(({ key }) => !seen.has(key)).map(({ key, type, elementId, customHeaders, variables }) => {
        seen.add(key);
        return {
          type, elementId, headers: customHeaders as Record<string, string>, variables: variables as Variables,
          complete: (result: Variables) => client.completeJob({ jobKey: key, variables: asDocument(result) }),
          throwError: (errorCode: string) => client.throwError({ jobKey: key, errorCode, errorMessage: '' }),
        };
      });
    },
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
        const { type, elementId, headers, variables } = held.job;
        const answer = (outcome: JobOutcome) => {
          held.answer(outcome);
          return worker.answersTaken();
        };
        return {
          type, elementId, headers, variables,
          complete: (result: Variables) => answer({ kind: 'completed', variables: result }),
          throwError: (errorCode: string) => answer({ kind: 'bpmnError', errorCode }),
        };
      });
    },
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

/** What each job in turn is answered with: variables, or the code of a business error. */
type Steps = readonly (readonly [elementId: string, answer: Variables | { readonly errorCode: string }])[];

interface Walk {
  readonly name: string;
  readonly processId: string;
  readonly variables: Variables;
  readonly steps: Steps;
}

const outcome = (is: string) => ({ outcome: is });
const approved = outcome('approved');
const application: Variables = { applicationId: 'a-1', officeId: 'beiwaitan', applicantId: 'supplier-1', amountFen: 120_000, revision: 1 };
/** Over every tier's limit, so that a second finance supervisor must approve. */
const large: Variables = { ...application, amountFen: 90_000_000_000 };
const validated: Steps = [['validateDocuments', { validationPassed: true }]];
const held: Steps = [['review', approved], ['holdPayout', { payoutNo: 1 }]];
const paid: Steps = [['transferTokens', {}], ['confirmReceipt', approved], ['anchorState', {}]];

/** An application that is paid, and one that everybody refuses once; `validated` where the flow checks documents. */
const approvalWalks = (processId: string, checks: Steps): Walk[] => [
  {
    name: 'rejected once, resubmitted, paid', processId, variables: application,
    steps: [
      ...checks, ['review', outcome('rejected')], ['correct', { outcome: 'approved', revision: 2, amountFen: 110_000 }],
      ...checks, ...held, ['approvePayout', approved], ...paid,
    ],
  },
  {
    name: 'refused by everyone once, then paid', processId, variables: large,
    steps: [
      ...checks, ['review', outcome('moreNeeded')], ['supply', { outcome: 'approved', revision: 2 }],
      ...checks, ['review', approved], ['holdPayout', { errorCode: 'HOLD_REFUSED' }],
      ...held, ['approvePayout', outcome('rejected')], ['voidPayout', {}],
      ...held, ['approvePayout', approved], ['approvePayoutSecond', outcome('rejected')], ['voidPayout', {}],
      ...held, ['approvePayout', approved], ['approvePayoutSecond', approved], ['transferTokens', { errorCode: 'TRANSFER_REFUSED' }], ['voidPayout', {}],
      ...held, ['approvePayout', approved], ['approvePayoutSecond', approved], ...paid,
    ],
  },
];

const deposit: Variables = { applicationId: 'deposit:1', officeId: 'hongkou', amountFen: 500_000, revision: 0 };
const walks: readonly Walk[] = [
  ...approvalWalks('street-approval', validated),
  {
    name: 'documents that do not pass go back', processId: 'street-approval', variables: application,
    steps: [['validateDocuments', { validationPassed: false }], ['correct', { outcome: 'approved', revision: 2 }], ...validated, ...held, ['approvePayout', approved], ...paid],
  },
  ...approvalWalks('department-approval', []),
  ...approvalWalks('district-approval', []),
  { name: 'minted', processId: 'funding', variables: deposit, steps: [['matchDeposit', {}], ['confirmMatch', approved], ['mintTokens', {}], ['anchorState', {}]] },
  { name: 'parked', processId: 'funding', variables: deposit, steps: [['matchDeposit', { errorCode: 'DEPOSIT_PARKED' }]] },
  { name: 'match rejected', processId: 'funding', variables: deposit, steps: [['matchDeposit', {}], ['confirmMatch', outcome('rejected')]] },
  { name: 'not minted', processId: 'funding', variables: deposit, steps: [['matchDeposit', {}], ['confirmMatch', approved], ['mintTokens', { errorCode: 'MINT_REFUSED' }]] },
];

interface Walked {
  readonly jobs: readonly Pick<SeenJob, 'type' | 'elementId' | 'headers' | 'variables'>[];
  readonly ended: boolean;
}

/** Walks the steps and answers what a client saw. Dates differ between engines, so they are only told to be there. */
async function walkOn(driver: Driver, { processId, variables, steps }: Walk): Promise<Walked> {
  await driver.deploy(resourcesOf(processId));
  const key = await driver.create(processId, variables);
  const jobs: Walked['jobs'][number][] = [];
  const told = ({ type, elementId, headers, variables }: SeenJob) => {
    const dated = Object.entries(headers).map(([name, value]) => [name, /:(dueDate|followUpDate|formKey)$/.test(name) ? 'given' : value] as const);
    jobs.push({ type, elementId, headers: Object.fromEntries(dated.sort()), variables: { ...variables } });
  };
  const isReminded = new Set<string>();
  for (const [index, [elementId, answer]] of steps.entries()) {
    const open = await driver.newJobs();
    open.forEach(told);
    assert.deepEqual(open.map((job) => job.elementId), [elementId], `step ${index + 1}`);
    if (open[0]?.type === userTask && !isReminded.has(elementId)) {
      isReminded.add(elementId);
      await driver.advanceTime(dayMs + 1000);
      for (const reminder of await driver.newJobs()) {
        told(reminder);
        await reminder.complete({});
      }
    }
    await ('errorCode' in answer ? open[0]?.throwError(String(answer.errorCode)) : open[0]?.complete(answer as Variables));
  }
  assert.deepEqual(await driver.newJobs(), []);
  return { jobs, ended: !(await driver.isRunning(key)) };
}

function processIds(): string[] {
  return readdirSync(processesFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'policies').map(({ name }) => name);
}

/** Tasks that make jobs. */
function tasksOf(processId: string): string[] {
  const bpmn = readFileSync(join(processesFolder, processId, `${processId}.bpmn`), 'utf8');
  return [...bpmn.matchAll(/<bpmn:(?:serviceTask|userTask) id="([^"]+)"/g)].map((match) => match[1] as string);
}

let zeebe: RealZeebe | { readonly skipped: string };
before(async () => void (zeebe = await startRealZeebe()));
after(async () => {
  if (!('skipped' in zeebe)) await zeebe.stop();
});

const seenTasks = new Map(processIds().map((processId) => [processId, new Set<string>()]));

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
    for (const { elementId } of onReal.jobs) seenTasks.get(walk.processId)?.add(elementId);
  });
}

test('the walks pass every task of every process, its reminders too', (t) => {
  if ('skipped' in zeebe) return t.skip(zeebe.skipped);
  for (const [processId, seen] of seenTasks) assert.deepEqual([...seen].sort(), tasksOf(processId).sort(), processId);
});

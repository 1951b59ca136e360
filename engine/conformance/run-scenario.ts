import type { Driver, Happening } from './drivers/driver.ts';
import { durationMs } from './duration.ts';
import type { Message } from './gateway-client.ts';
import { Names } from './names.ts';
import { perform } from './perform.ts';
import { jobTypesOf, processesOf, resourcesOf } from './resources.ts';
import type { NamedScenario, Step } from './scenario.ts';
import { canonical, type Observation, type SeenJob, type Trace } from './trace.ts';

const dayMs = 86_400_000;
const jobsMax = 1000;

/** A job that was handed to the client. */
export interface HeldJob {
  readonly key: string;
  readonly type: string;
  readonly elementInstanceKey: string;
  isAnswered: boolean;
}

/** One scenario on one engine: performs its steps and notes what a client sees after each. */
export class ScenarioRun {
  readonly scenario: NamedScenario;
  readonly driver: Driver;
  readonly names = new Names();
  readonly jobs: HeldJob[] = [];
  /** Keys of what was deployed, by process, decision or form id and version. */
  readonly deployed = new Map<string, string>();
  readonly resources: ReturnType<typeof resourcesOf>;
  readonly #jobTypes: readonly string[];
  readonly #processIds: ReadonlySet<string>;
  readonly #timeoutMs: number;
  readonly #results: unknown[] = [];
  #resultsAwaited = 0;

  constructor(scenario: NamedScenario, driver: Driver) {
    this.scenario = scenario;
    this.driver = driver;
    this.resources = resourcesOf(scenario);
    this.#jobTypes = jobTypesOf(scenario);
    this.#processIds = new Set([...Object.entries(processesOf(scenario)).map(([name, { id }]) => id ?? name), ...Object.keys(scenario.files ?? {}).map((name) => name.split('.')[0] ?? name)]);
    this.#timeoutMs = scenario.jobTimeout === undefined ? dayMs : durationMs(scenario.jobTimeout);
  }

  /** Performs a step, waits until nothing moves, and tells what is to be seen. */
  async step(step: Step): Promise<Observation> {
    const awaitedBefore = this.#resultsAwaited;
    const { answer, detail } = await perform(this, step);
    let happenings = await this.#restAndLook();
    // A call whose answer is awaited makes an instance or is refused: until either is seen, it hasn't come in.
    while (this.#resultsAwaited > awaitedBefore && happenings.length === 0) happenings = await this.#restAndLook();
    for (const happening of happenings) this.names.learn(happening);
    const elements = happenings.filter(({ kind }) => ['entered', 'completed', 'terminated'].includes(kind)).map((it) => `${this.names.instance(it.processInstanceKey)}: ${it.kind} ${it.elementId}`).sort();
    return {
      step: canonical(step),
      answer,
      detail,
      failure: this.driver.failure(),
      jobs: await this.#newJobs(),
      results: this.#results.splice(0),
      tasks: happenings.filter(({ kind }) => ['taskOpened', 'taskCompleted', 'taskCancelled'].includes(kind)).map((it) => ({ what: it.kind, element: it.elementId, task: 'task' in it ? it.task : null })),
      incidents: happenings.flatMap(describeIncident),
      elements,
    };
  }

  /** Takes a result that comes whenever the instance ends. */
  awaitResult(result: Promise<unknown>): void {
    this.#resultsAwaited += 1;
    void result.then((it) => this.#results.push(it), (error: Error) => this.#results.push(error)).finally(() => (this.#resultsAwaited -= 1));
  }

  /**
   * Waits until nothing moves. A call whose answer is awaited is on its way like any other, but nobody waits for it: a small call behind it on the
   * same connection tells that it has come in, and another that its answer, if there is one, has come back.
   */
  async #settle(): Promise<void> {
    const isAwaited = this.#resultsAwaited > 0;
    if (isAwaited) await this.driver.client.call('Topology', {});
    await this.driver.settle();
    if (isAwaited) await this.driver.client.call('Topology', {});
  }

  /** What has happened to the scenario's processes when nothing moves any more. */
  async #restAndLook(): Promise<Happening[]> {
    await this.#settle();
    return (await this.driver.happenings()).filter(({ processId }) => this.#processIds.has(processId));
  }

  /** Ends what still runs, so that no timer of it disturbs the next scenario. */
  async clear(): Promise<void> {
    for (const processInstanceKey of this.names.running()) await this.driver.client.call('CancelProcessInstance', { processInstanceKey }).catch(() => undefined);
    await this.driver.settle();
    await this.driver.happenings();
  }

  async #newJobs(): Promise<SeenJob[]> {
    const polled = await Promise.all(this.#jobTypes.map((type) => this.driver.client.all('ActivateJobs', {
      type, worker: 'conformance', timeout: String(this.#timeoutMs), maxJobsToActivate: jobsMax, requestTimeout: '-1',
    })));
    const jobs = polled.flat().flatMap(({ jobs }) => jobs as Message[]).filter(({ bpmnProcessId }) => this.#processIds.has(String(bpmnProcessId)));
    return jobs.sort((a, b) => Number(BigInt(a['key'] as string) - BigInt(b['key'] as string))).map((job) => this.#see(job));
  }

  #see(job: Message): SeenJob {
    const held = { key: String(job['key']), type: String(job['type']), elementInstanceKey: String(job['elementInstanceKey']), isAnswered: false };
    const known = this.jobs.findIndex(({ key }) => key === held.key);
    if (known >= 0) this.jobs.splice(known, 1);
    this.jobs.push(held);
    return {
      instance: this.names.instance(String(job['processInstanceKey'])),
      type: held.type,
      element: String(job['elementId']),
      process: String(job['bpmnProcessId']),
      version: Number(job['processDefinitionVersion']),
      headers: headersOf(job),
      variables: JSON.parse(String(job['variables'])) as unknown,
      retries: Number(job['retries']),
    };
  }
}

/** The key of a form version is another on each engine. */
function headersOf(job: Message): unknown {
  const headers = JSON.parse(String(job['customHeaders'])) as Record<string, string>;
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, name === 'io.camunda.zeebe:formKey' && /^\d+$/.test(value) ? 'given' : value]));
}

function describeIncident(happening: Happening): string[] {
  if (happening.kind === 'raised') return [`raised ${happening.errorType} at ${happening.elementId}`];
  return happening.kind === 'resolved' ? [`resolved at ${happening.elementId}`] : [];
}

/** Performs all steps of a scenario, and those of its walk. Throws where what it deploys without a step of its own is refused. */
export async function runScenario(scenario: NamedScenario, driver: Driver): Promise<Trace> {
  const run = new ScenarioRun(scenario, driver);
  await driver.happenings();
  driver.failure();
  const deploys = scenario.steps.some((step) => 'deploy' in step);
  const all: Step[] = deploys ? [...scenario.steps] : [{ deploy: [...run.resources.keys()] }, ...scenario.steps];
  const steps: Observation[] = [];
  for (const step of all) steps.push(await run.step(step));
  const [deployed] = steps;
  if (!deploys && !Array.isArray(deployed?.answer)) throw new Error(`${scenario.name} can't be deployed, so it shows nothing: ${deployed?.detail}`);
  const walk = scenario.walk?.();
  for (let step = walk?.next(run); step; step = walk?.next(run)) steps.push(await run.step(step));
  await run.clear();
  return { steps };
}

import { type Harness, HeldJobs, resource } from './harness.ts';
import { bpmn } from './model-text.ts';

/** Deploys and runs the small processes of a suite. */
export class Run {
  readonly harness: Harness;

  constructor(harness: Harness) {
    this.harness = harness;
  }

  /** Deploys a process; `roots` are the messages, signals, errors and escalations that it names. */
  async deploy(processId: string, body: string, roots = ''): Promise<string> {
    const { processes } = await this.harness.engine.deploy([resource(`${processId}.bpmn`, bpmn(processId, body, [], roots))]);
    return processes[0]?.processDefinitionKey as string;
  }

  async start(processId: string, variables = {}): Promise<string> {
    const { processInstanceKey } = await this.harness.engine.createInstance({ processId, variables });
    await this.harness.settled();
    return processInstanceKey;
  }

  /** Deploys a process and starts one instance. */
  async run(processId: string, body: string, roots = '', variables = {}): Promise<string> {
    await this.deploy(processId, body, roots);
    return this.start(processId, variables);
  }

  async publish(name: string, correlationKey = '', options: { timeToLiveMs?: number; messageId?: string; variables?: Record<string, number | string> } = {}): Promise<void> {
    await this.harness.engine.publishMessage({ name, correlationKey, ...options });
    await this.harness.settled();
  }

  async signal(name: string, variables = {}): Promise<void> {
    await this.harness.engine.broadcastSignal(name, variables);
    await this.harness.settled();
  }

  /** Instances of a process, oldest first. */
  instances(processId: string): string[] {
    return this.harness.events.of('instanceStarted', { processId }).map(({ processInstanceKey }) => processInstanceKey);
  }

  /** Elements of the user tasks that were opened, in order. */
  opened(processInstanceKey: string): string[] {
    return this.harness.events.of('userTaskOpened', { processInstanceKey }).map(({ elementId }) => elementId);
  }

  /** How an element was left, as often as it was. */
  outcomes(processInstanceKey: string, elementId: string): string[] {
    return this.harness.events.of('elementLeft', { processInstanceKey, elementId }).map(({ outcome }) => outcome);
  }

  entered(processInstanceKey: string): string[] {
    return this.harness.events.entered(processInstanceKey);
  }

  ended(processInstanceKey: string): string | undefined {
    return this.harness.events.of('instanceEnded', { processInstanceKey })[0]?.outcome;
  }

  /** Completes the first user task of an element. */
  async completeTask(processInstanceKey: string, elementId: string): Promise<void> {
    const { task } = await this.harness.events.waitFor('userTaskOpened', { processInstanceKey, elementId });
    await this.harness.engine.completeUserTask(task.taskKey);
    await this.harness.settled();
  }

  /** What a service task of this job type sees; the oldest job is completed. */
  async variablesAt(type: string): Promise<unknown> {
    const jobs = new HeldJobs(this.harness, { type, jobsActiveMax: 1 });
    const held = await jobs.next();
    held.answer({ kind: 'completed' });
    await jobs.close();
    return held.job.variables;
  }
}

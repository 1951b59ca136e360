import type { ScenarioRun } from '../run-scenario.ts';
import type { Step } from '../scenario.ts';
import { Chance } from './chance.ts';
import { errorCodes, messages, signals } from './random-process.ts';

const stepsMax = 25;

/** A client that does at random what is possible. It looks at nothing but its own engine, so that equal engines see equal walks. */
export class RandomWalk {
  readonly #chance: Chance;
  #steps = 0;

  constructor(seed: number) {
    this.#chance = new Chance(seed + 1_000_000);
  }

  /** The next step; undefined where nothing runs any more or it was enough. */
  next(run: ScenarioRun): Step | undefined {
    this.#steps += 1;
    if (this.#steps > stepsMax || run.names.running().length === 0) return undefined;
    const jobs = run.jobs.filter(({ isAnswered, elementInstanceKey }) => !isAnswered && run.names.isActive(elementInstanceKey));
    const tasks = run.names.openTasks();
    const incidents = run.names.openIncidents();
    const chance = this.#chance;
    const variables = { [chance.pick(['x', 'y', 'r'])]: chance.below(4) };
    const choices: [number, () => Step][] = [
      [2, () => ({ advance: chance.pick(['PT3M', 'PT6M', 'PT11M', 'PT25M']) })],
      [2, () => ({ publish: chance.pick(messages), variables, ...(chance.oneIn(2) ? { ttl: 'PT30M' } : {}) })],
      [1, () => ({ broadcast: chance.pick(signals), variables })],
      [1, () => ({ set: variables })],
    ];
    if (chance.oneIn(60)) choices.push([8, () => ({ cancel: 'instance1' })]);
    if (jobs.length > 0) {
      const job = jobs[chance.below(jobs.length)] as (typeof jobs)[number];
      const nth = run.jobs.filter((it) => it.type === job.type && !it.isAnswered).indexOf(job) + 1;
      choices.push([12, () => ({ complete: job.type, nth, variables })]);
      choices.push([2, () => ({ throw: job.type, nth, code: chance.pick(errorCodes) })]);
      choices.push([1, () => ({ fail: job.type, nth, retries: chance.below(2) })]);
    }
    const task = tasks[chance.below(tasks.length)];
    if (task) choices.push([6, () => ({ completeTask: task.elementId, variables })]);
    const incident = incidents[chance.below(incidents.length)];
    if (incident) {
      choices.push([4, () => ({ resolve: incident.elementId })]);
      if (jobs.length > 0) choices.push([2, () => ({ retriesOf: (jobs[0] as (typeof jobs)[number]).type, retries: 2 })]);
    }
    return chance.weighted(choices)();
  }
}

import { isDeepStrictEqual } from 'node:util';
import type { Expectation, NamedScenario } from './scenario.ts';
import type { Difference, Observation, SeenJob, Trace } from './trace.ts';

/** Whether the values that `expected` names are so; what it leaves out is free. */
function isAsExpected(job: SeenJob | undefined, expected: string | Readonly<Record<string, unknown>>): boolean {
  if (!job) return false;
  const values = typeof expected === 'string' ? { element: expected } : expected;
  return Object.entries(values).every(([name, value]) => isDeepStrictEqual((job as unknown as Record<string, unknown>)[name], value));
}

function unmet(expected: Expectation, seen: Observation, index: number): Difference[] {
  const step = `${index}. ${seen.step}`;
  const found: Difference[] = [];
  const { answer, jobs, elements = [], incidents } = expected;
  if (answer !== undefined && !isDeepStrictEqual(seen.answer, answer)) found.push({ step, part: 'answer', zeebe: answer, ours: seen.answer });
  if (jobs && !(jobs.length === seen.jobs.length && jobs.every((job, nth) => isAsExpected(seen.jobs[nth], job)))) found.push({ step, part: 'jobs', zeebe: jobs, ours: seen.jobs });
  if (!elements.every((line) => seen.elements.some((it) => it.endsWith(`: ${line}`)))) found.push({ step, part: 'elements', zeebe: elements, ours: seen.elements });
  if (incidents && !isDeepStrictEqual(incidents, seen.incidents)) found.push({ step, part: 'incidents', zeebe: incidents, ours: seen.incidents });
  return found;
}

/** Where a trace isn't what the scenario's own expectations say. */
export function unmetExpectations({ steps }: NamedScenario, trace: Trace): Difference[] {
  const deployedFirst = trace.steps.length - steps.length;
  return steps.flatMap(({ expect }, index) => {
    const seen = trace.steps[index + deployedFirst];
    return expect && seen ? unmet(expect, seen, index + deployedFirst + 1) : [];
  });
}

import type { NamedScenario } from '../scenario.ts';
import { Chance } from './chance.ts';
import { RandomProcess } from './random-process.ts';
import { RandomWalk } from './random-walk.ts';

/** A random process with, at times, one that it calls, and a client who does whatever is possible at random. */
export function randomScenario(seed: number): NamedScenario {
  const chance = new Chance(seed);
  const name = `random-${seed}`;
  const childId = `${name}-child`;
  const processes = chance.oneIn(3)
    ? { [name]: new RandomProcess(chance, [childId]).build(), [childId]: new RandomProcess(chance, []).build() }
    : { [name]: new RandomProcess(chance, []).build() };
  return {
    name,
    bullet: 'random',
    about: `What seed ${seed} makes`,
    processes,
    steps: [{ create: name, variables: { x: chance.below(4), y: chance.below(4) } }],
    walk: () => new RandomWalk(seed),
  };
}

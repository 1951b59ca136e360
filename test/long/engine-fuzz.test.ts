/** 10,000 random models, expressions and variables: the engine refuses or takes each, and goes on. `FUZZ_SEED=n` repeats a run. */
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { fuzzEngine } from '../fuzz/engine-fuzz.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));

test(`the engine stands 10,000 random inputs of seed ${seed}`, () => fuzzEngine(10_000, seed));

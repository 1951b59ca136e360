import { test as nodeTest, type TestContext } from 'node:test';

/** Tests of the suite that an adapter is known not to pass, by name, each with the reason. */
export type KnownDifferences = Readonly<Record<string, string>>;

let differences: KnownDifferences = {};

/** Called before the suites, in the file that runs them: there these tests must fail, so that no difference outlives its reason. */
export function declareDifferences(known: KnownDifferences): void {
  differences = known;
}

/** A test of the suite. */
export function test(name: string, run: (t: TestContext) => Promise<void>): void {
  const reason = differences[name];
  if (reason === undefined) return void nodeTest(name, run);
  nodeTest(`${name} (differs: ${reason})`, async (t) => {
    const held = await run(t).then(() => true, () => false);
    if (held) throw new Error('it holds now: take it off the list of differences');
  });
}

/**
 * An engine in a process of its own, to be killed: opens the database of argv[2], takes one job of type `durable-work` of the
 * process `durable` and never answers it. Prints the job's and its instance's key as JSON once the job is in hand.
 */
import { openDatabase } from '@gbc/prisma';
import { openEmbeddedEngine } from '../embedded-engine.ts';

const url = process.argv[2] ?? '';
const engine = await openEmbeddedEngine({ database: openDatabase(url), env: { now: () => new Date() } });
const { processInstanceKey } = await engine.createInstance({ processId: 'durable', variables: { n: 1 } });
engine.openWorker({
  type: 'durable-work',
  timeoutMs: 24 * 3_600_000,
  handle: ({ jobKey }) => {
    console.log(JSON.stringify({ jobKey, processInstanceKey }));
    return new Promise(() => undefined);
  },
});

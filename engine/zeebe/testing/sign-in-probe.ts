/** `node sign-in-probe.ts ADDRESS`: a command, a poll and a stream, signed in as the environment says; prints `OK`, or the code of what failed. The SDK reads its variables once, as it is loaded. */
import { EngineError } from '@gbc/engine';
import { Connection } from '../connection/connection.ts';

const connection = new Connection({ address: process.argv[2] ?? '', random: Math.random, onRetry: () => undefined });
try {
  await connection.once((client) => client.topology());
  await connection.poll({ type: 'nothing', timeoutMs: 1_000 }, 1, () => undefined);
  (await connection.stream({ type: 'nothing', timeoutMs: 1_000 }, () => undefined, () => undefined)).close();
  console.log('OK');
} catch (error) {
  console.log(error instanceof EngineError ? error.code : String(error));
}
await connection.close();
process.exit(0);

/** `npm run engine -- [--port 26500] [--host 127.0.0.1] [--data DIR]`: the engine alone, for Zeebe's clients. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EngineServer } from './engine-server.ts';
import { StartError } from './start-error.ts';

const portMax = 65_535;

function options() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '26500' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string', default: '.gbc-engine' },
    },
  });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > portMax) {
    throw new StartError('start.badPort', { zh: `--port 应为 0 到 ${portMax} 的整数`, en: `--port must be an integer from 0 to ${portMax}` });
  }
  return { port, host: values.host, dataDir: resolve(values.data) };
}

let server: EngineServer | undefined;
let ending: Promise<never> | undefined;

/** Stops everything once and exits; the first reason decides the exit code. */
function end(exitCode: number, error?: unknown): Promise<never> {
  ending ??= (async () => {
    if (error) console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
    await server?.stop();
    return process.exit(exitCode);
  })();
  return ending;
}

// Who started us may be gone, and its terminal with it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
process.on('SIGINT', () => void end(0));
process.on('SIGTERM', () => void end(0));
process.on('uncaughtException', (error) => void end(1, error));

try {
  const settings = options();
  server = new EngineServer({ ...settings, onFatal: (error) => void end(1, error) });
  const { port } = await server.start();
  console.log(`READY grpc=${settings.host}:${port}`);
} catch (error) {
  await end(1, error);
}

// Generates the Prisma client. The CLI wants to see a schema engine binary, though `generate` never runs it:
// naming any executable keeps it from downloading one. Plain JavaScript, because this also runs on Node 20.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';

const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' };
execFileSync(process.execPath, [cli, 'generate', '--no-hints'], { env, stdio: ['ignore', 'ignore', 'pipe'] });

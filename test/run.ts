/**
 * `npm test` and `npm run t -- FILE...`: starts one Postgres for all test files (or uses TEST_DATABASE_URL), makes
 * the template database, and runs Node's test runner on the files named, or on every *.test.ts but the long ones. The web
 * app is built first where it is stale: several test files start the product, and only one may build.
 */
import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { buildWeb, isWebBuilt } from '../app/web-build.ts';
import { createTemplateDatabase } from '../prisma/testing/database.ts';
import { startPostgresServer } from './postgres-server.ts';

const excluded = ['**/node_modules/**', '**/dist/**', '.gbc/**'];
const named = process.argv.slice(2);
const isLong = (file: string) => file.startsWith('test/long/');
const files = globSync(named.length > 0 ? named : ['**/*.test.ts'], { exclude: named.length > 0 ? excluded : [...excluded, 'test/long/**'] }).sort();
if (files.length === 0) throw new Error(`no test file matches ${named.join(' ')}`);

if (files.some((file) => readFileSync(file, 'utf8').includes('startStack')) && !isWebBuilt()) {
  console.log('building the web app');
  await buildWeb(() => undefined, new AbortController().signal);
}
const timeoutMs = files.some(isLong) ? 4 * 60 * 60_000 : 10 * 60_000;
const server = process.env['TEST_DATABASE_URL'] ? undefined : await startPostgresServer();
process.env['TEST_DATABASE_URL'] ??= server?.url;
let exitCode: number;
try {
  await createTemplateDatabase();
  const child = spawn(process.execPath, ['--test', '--test-concurrency=2', `--test-timeout=${timeoutMs}`, ...files], { stdio: 'inherit' });
  exitCode = await new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
} finally {
  await server?.stop();
}
// Said outright: the embedded server's package hooks into the exit and would answer 0 for us.
process.exit(exitCode);

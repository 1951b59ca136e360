/** `npm start`: the whole product in one process, with the programs it needs beside it. */
import { join } from 'node:path';
import { readConfig, type Config } from './config.ts';
import { Product } from './product.ts';
import { killParts } from './run-file.ts';
import type { DemoSignIns } from './server.ts';
import { StartError } from './start-error.ts';
import { Steps } from './steps.ts';
import { inWords, type Words } from './words.ts';

/** npm hands the terminal's Ctrl-C on to us, who have got it already: two so close together are one press. */
const samePressMs = 1_000;

const steps = new Steps();
const say = (words: Words) => steps.line(inWords(words));

function complain(error: unknown, config?: Config): void {
  if (error instanceof AggregateError) return error.errors.forEach((each) => complain(each, config));
  const message = error instanceof Error ? error.message : String(error);
  console.error(`✗ ${message}`);
  if (error instanceof StartError || !config) return;
  console.error(`  ${inWords({ zh: '日志', en: 'logs' })}: ${join(config.DATA_DIR, 'logs')}`);
}

function settingsOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    complain(error);
    process.exit(1);
  }
}

function printDemoSignIns({ password, accounts }: DemoSignIns): void {
  const width = Math.max(...accounts.map(({ login }) => login.length));
  steps.line('');
  say({ zh: `演示账号（密码都是 ${password}）`, en: `Demo sign-ins (the password is always ${password})` });
  for (const { login, title } of accounts) steps.line(`  ${login.padEnd(width)}  ${title}`);
}

const config = settingsOrExit();
let ending: Promise<never> | undefined;
let firstSignalMs = 0;

const product = new Product(config, steps, (error) => void end(1, error));

/** Stops everything once and exits; the first reason decides the exit code. */
function end(exitCode: number, error?: unknown): Promise<never> {
  ending ??= (async () => {
    if (error) complain(error, config);
    await product.stop();
    return process.exit(exitCode);
  })();
  return ending;
}

function onSignal(): void {
  if (!ending) {
    firstSignalMs = performance.now();
    say({ zh: '正在停止… 再按一次 Ctrl-C 强制结束', en: 'stopping… Ctrl-C again to force' });
    void end(0);
  } else if (performance.now() - firstSignalMs > samePressMs) {
    killParts(config.DATA_DIR);
    process.exit(130);
  }
}

// A terminal that is gone must not end the product: who started it may have been killed.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
process.on('uncaughtException', (error) => void end(1, error));

try {
  const { url, demoSignIns } = await product.start();
  const signIns = await demoSignIns();
  const tookSeconds = process.uptime().toFixed(2);
  if (signIns) printDemoSignIns(signIns);
  steps.line('');
  say({ zh: `GBC Union 已就绪（${tookSeconds} s）：${url}`, en: `GBC Union is ready (${tookSeconds} s): ${url}` });
  say({ zh: '按 Ctrl-C 停止', en: 'Ctrl-C stops it' });
} catch (error) {
  await end(1, error);
}

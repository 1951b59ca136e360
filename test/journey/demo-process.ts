import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { DemoResult } from '../../app/demo/run-demo.ts';

const main = join(import.meta.dirname, '..', '..', 'app', 'demo', 'main.ts');
const stepLine = /^ *[\d.]+ s {2}(\w+)/gm;

/** A demo in a process of its own, as `npm run demo -- --json` starts it. */
export interface DemoProcess {
  readonly pid: number;
  /** Resolves when the step begins; rejects when the demo ends before. */
  begun(step: string): Promise<void>;
  hasBegun(step: string): boolean;
  /** What it said on standard error so far. */
  said(): string;
  readonly ended: Promise<{ readonly code: number | null; readonly result: DemoResult | undefined }>;
}

export const startDemo = (...args: readonly string[]): DemoProcess => startDemoWith({}, ...args);

/** @param settings further ones, by the names of docs/configuration.md */
export function startDemoWith(settings: Readonly<Record<string, string>>, ...args: readonly string[]): DemoProcess {
  const child = spawn(process.execPath, [main, '--json', ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...settings } });
  const steps = new Set<string>();
  const waiting = new Map<string, PromiseWithResolvers<void>>();
  let output = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    for (const [, step = ''] of said.matchAll(stepLine)) steps.add(step);
    for (const [step, { resolve }] of waiting) if (steps.has(step)) resolve();
  });
  const ended = once(child, 'close').then(([code]) => {
    for (const [step, { reject }] of waiting) reject(new Error(`the demo ended before step ${step}:\n${said}`));
    return { code: code as number | null, result: output ? (JSON.parse(output) as DemoResult) : undefined };
  });
  return {
    pid: child.pid as number,
    begun(step) {
      if (steps.has(step)) return Promise.resolve();
      const promise = Promise.withResolvers<void>();
      waiting.set(step, promise);
      return promise.promise;
    },
    hasBegun: (step) => steps.has(step),
    said: () => said,
    ended,
  };
}

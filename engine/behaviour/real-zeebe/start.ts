import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { findJdk, jdkVersionMin } from './find-jdk.ts';

const run = promisify(execFile);
const folder = import.meta.dirname;
/** Ignored by git: the jars are fetched, never committed. */
const jars = join(folder, '.cache', 'jars');
const mavenTimeoutMs = 300_000;
const startTimeoutMs = 60_000;

export interface RealZeebe {
  /** `host:port` of its gRPC gateway. */
  readonly address: string;
  /** Moves its clock on and waits until nothing moves. */
  advanceTime(ms: number): Promise<void>;
  /** Waits until nothing moves. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

async function fetchJars(javaHome: string): Promise<void> {
  if (existsSync(jars)) return;
  const partial = `${jars}.${process.pid}`;
  await run('mvn', ['-q', '-B', '-f', join(folder, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`, '-DincludeScope=runtime'], {
    env: { ...process.env, JAVA_HOME: javaHome },
    timeout: mavenTimeoutMs,
  });
  await rename(partial, jars).catch(() => rm(partial, { recursive: true, force: true })); // another process was first
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts the engine's process and waits for its own READY; the gateway answers before the engine does. */
async function startProcess(javaHome: string): Promise<RealZeebe> {
  const port = await freePort();
  const child = spawn(join(javaHome, 'bin', 'java'), ['-cp', join(jars, '*'), join(folder, 'src', 'main', 'java', 'RealZeebe.java'), String(port)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise<never>((_, reject) => child.once('exit', (code) => reject(new Error(`the engine's process ended with ${code}`))));
  ended.catch(() => undefined);
  const waiting: (() => void)[] = [];
  let ready = () => {};
  const isReady = new Promise<void>((resolve) => (ready = resolve));
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('READY')) ready();
    if (line === 'OK') waiting.shift()?.();
  });
  const order = (line: string) => {
    const done = new Promise<void>((resolve) => waiting.push(resolve));
    child.stdin.write(`${line}\n`);
    return Promise.race([done, ended]);
  };
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('the engine did not start in time')), startTimeoutMs).unref());
  try {
    await Promise.race([isReady, ended, late]);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    address: `127.0.0.1:${port}`,
    advanceTime: (ms) => order(`advance ${ms}`),
    idle: () => order('idle'),
    async stop() {
      const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGKILL'); // in memory only, there is nothing to save
      await exited;
    },
  };
}

/** Starts Zeebe's own engine, in memory, for tests. Where the machine lacks what it takes, says why it is skipped. */
export async function startRealZeebe(): Promise<RealZeebe | { readonly skipped: string }> {
  const javaHome = await findJdk();
  if (!javaHome) return { skipped: `no JDK ${jdkVersionMin} or newer was found in JAVA_HOME or the usual folders` };
  try {
    await fetchJars(javaHome);
  } catch (error) {
    return { skipped: `the engine's jars can't be fetched with mvn: ${(error as Error).message.split('\n')[0]}` };
  }
  return startProcess(javaHome);
}

import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { findJdk, jdkVersionMin } from './find-jdk.ts';

const run = promisify(execFile);
const folder = import.meta.dirname;
/** Ignored by git: the jars are fetched, never committed. */
const jars = join(folder, '.cache', 'jars');
const mainClass = 'io.camunda.zeebe.process.test.engine.RealZeebe';
const source = join(folder, 'src', 'main', 'java', `${mainClass.replaceAll('.', '/')}.java`);
const mavenTimeoutMs = 300_000;
/** It waits for the engine’s own READY; on a machine that is busy with other things that takes minutes. */
const startTimeoutMs = 240_000;
/** Characters of what the engine's process said last, for the error that tells of its end. */
const lastWordsMax = 4000;

/** A line of Zeebe's log, as its own JSON: an event or a rejection. */
export interface ZeebeRecord {
  readonly key: number;
  readonly recordType: 'EVENT' | 'COMMAND_REJECTION';
  readonly valueType: string;
  readonly intent: string;
  readonly rejectionType: string;
  readonly rejectionReason: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Every order is answered once nothing moves any more. */
export interface RealZeebe {
  /** `host:port` of its gRPC gateway. */
  readonly address: string;
  /** Moves its clock on at once, over everything that falls due in between. */
  advanceTime(ms: number): Promise<void>;
  idle(): Promise<void>;
  /** Events and rejections of process instances, incidents, jobs, user tasks and deletions, and commands of any kind that the engine failed of, since this was last asked. */
  records(): Promise<ZeebeRecord[]>;
  /** Writes a command that gRPC lacks or never answers. Whether it was refused stands in the records. */
  completeUserTask(key: string, variables: Readonly<Record<string, unknown>>): Promise<void>;
  assignUserTask(key: string, assignee: string): Promise<void>;
  deleteResource(key: string): Promise<void>;
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

/** The folder of our main class, compiled for this source. */
async function compileMain(javaHome: string): Promise<string> {
  const classes = join(folder, '.cache', 'classes', createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16));
  if (existsSync(classes)) return classes;
  const partial = `${classes}.${process.pid}`;
  await run(join(javaHome, 'bin', 'javac'), ['-nowarn', '-cp', join(jars, '*'), '-d', partial, source], { timeout: startTimeoutMs });
  await rename(partial, classes).catch(() => rm(partial, { recursive: true, force: true }));
  return classes;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Keys are int64; those of one partition's test engine are small enough for a number. */
function parseRecord(json: string): ZeebeRecord {
  const record = JSON.parse(json) as ZeebeRecord;
  if (!Number.isSafeInteger(record.key)) throw new Error(`the key of ${json} is too large for a number`);
  return record;
}

/** Starts the engine's process and waits for its own READY; the gateway answers before the engine does. */
async function startProcess(javaHome: string): Promise<RealZeebe> {
  const port = await freePort();
  const child = spawn(join(javaHome, 'bin', 'java'), ['-cp', `${await compileMain(javaHome)}${delimiter}${join(jars, '*')}`, mainClass, String(port)], {
    stdio: 'pipe',
  });
  let lastWords = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (lastWords = (lastWords + text).slice(-lastWordsMax)));
  const ended = new Promise<never>((_, reject) => child.once('close', (code) => reject(new Error(`the engine's process ended with ${code}: ${lastWords}`))));
  ended.catch(() => undefined);
  child.stdin.on('error', () => undefined); // that the process has ended is told by its exit
  const waiting: ((records: ZeebeRecord[]) => void)[] = [];
  let records: ZeebeRecord[] = [];
  let ready = () => {};
  const isReady = new Promise<void>((resolve) => (ready = resolve));
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'READY') ready();
    if (line.startsWith('RECORD ')) records.push(parseRecord(line.slice('RECORD '.length)));
    if (line !== 'OK') return;
    waiting.shift()?.(records);
    records = [];
  });
  const order = (name: string, values: object = {}) => {
    const done = new Promise<ZeebeRecord[]>((resolve) => waiting.push(resolve));
    child.stdin.write(`${JSON.stringify({ order: name, ...values })}\n`);
    return Promise.race([done, ended]);
  };
  const orderOnly = async (name: string, values: object = {}): Promise<void> => void (await order(name, values));
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('the engine did not start in time')), startTimeoutMs).unref());
  try {
    await Promise.race([isReady, ended, late]);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    address: `127.0.0.1:${port}`,
    advanceTime: (ms) => orderOnly('advance', { ms }),
    idle: () => orderOnly('idle'),
    records: () => order('records'),
    completeUserTask: (key, variables) => orderOnly('completeUserTask', { key, variables }),
    assignUserTask: (key, assignee) => orderOnly('assignUserTask', { key, assignee }),
    deleteResource: (key) => orderOnly('deleteResource', { key }),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGKILL'); // in memory only, there is nothing to save
      await exited;
    },
  };
}

/** A JDK and the engine's jars, or why they can't be had. */
async function prepare(): Promise<{ readonly javaHome: string } | { readonly skipped: string }> {
  const javaHome = await findJdk();
  if (!javaHome) return { skipped: `no JDK ${jdkVersionMin} or newer was found in JAVA_HOME or the usual folders` };
  try {
    await fetchJars(javaHome);
  } catch (error) {
    return { skipped: `the engine's jars can't be fetched with mvn: ${(error as Error).message.split('\n')[0]}` };
  }
  return { javaHome };
}

/** Starts Zeebe's own engine, in memory, for tests. Where the machine lacks what it takes, says why it is skipped. */
export async function startRealZeebe(): Promise<RealZeebe | { readonly skipped: string }> {
  const prepared = await prepare();
  return 'skipped' in prepared ? prepared : startProcess(prepared.javaHome);
}

/** Takes Zeebe's own `gateway.proto` out of its jar into a folder, for a test to compare with ours. */
export async function extractGatewayProto(target: string): Promise<{ readonly path: string } | { readonly skipped: string }> {
  const prepared = await prepare();
  if ('skipped' in prepared) return prepared;
  const jar = readdirSync(jars).find((name) => name.startsWith('zeebe-gateway-protocol-impl-'));
  if (!jar) return { skipped: 'the engine\'s jars hold no gateway protocol' };
  await run(join(prepared.javaHome, 'bin', 'jar'), ['xf', join(jars, jar), 'gateway.proto'], { cwd: target });
  return { path: join(target, 'gateway.proto') };
}

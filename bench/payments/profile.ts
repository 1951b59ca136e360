import type { ChildProcess } from 'node:child_process';
import type { Profiler } from 'node:inspector';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = join(import.meta.dirname, '..', '..');
const intervalUs = 500;

/** Has a process listen for inspectors on any free port, once it gets SIGUSR1. */
export const inspectableSetting = { NODE_OPTIONS: '--inspect-port=0' };

/** The address of a process's inspector, which it opens on SIGUSR1. */
function openInspector(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    child.stderr?.on('data', (text: string) => {
      said += text;
      const [, address] = /Debugger listening on (ws:\S+)/.exec(said) ?? [];
      if (address) resolve(address);
    });
    child.kill('SIGUSR1');
  });
}

/** Takes a V8 CPU profile of another Node process while `work` goes on. */
export async function profileOf(child: ChildProcess, work: () => Promise<void>): Promise<Profiler.Profile> {
  const socket = new WebSocket(await openInspector(child));
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  const answers = new Map<number, (result: unknown) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id: number; result: unknown };
    answers.get(id)?.(result);
  });
  let lastId = 0;
  const ask = <Result>(method: string, params = {}): Promise<Result> => new Promise((resolve) => {
    const id = (lastId += 1);
    answers.set(id, resolve as (result: unknown) => void);
    socket.send(JSON.stringify({ id, method, params }));
  });
  await ask('Profiler.enable');
  await ask('Profiler.setSamplingInterval', { interval: intervalUs });
  await ask('Profiler.start');
  await work();
  const { profile } = await ask<{ profile: Profiler.Profile }>('Profiler.stop');
  socket.close();
  return profile;
}

const withinNode: ReadonlyMap<string, string> = new Map([['(garbage collector)', 'garbage collection'], ['(program)', 'native code']]);

/** The room of a file of ours, the package of another's; undefined for what Node has inside. */
function placeOf(url: string): string | undefined {
  if (!url.startsWith('file:')) return undefined;
  const path = relative(repository, fileURLToPath(url));
  const [, inPackage] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
  if (inPackage) return /^pg\b|^postgres/.test(inPackage) ? 'database client' : 'libraries';
  return path.split('/', 1).join();
}

/**
 * How many ms of a profile each room has taken: what a sample was in, or the innermost of ours that called it. What a library does on
 * its own, such as taking in an answer of the database, counts as the library's.
 */
export function roomsOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Map<string, number> {
  const roomOf = new Map<number, string>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const visit = (node: Profiler.ProfileNode, room: string | undefined): void => {
    const { functionName, url } = node.callFrame;
    const place = placeOf(url);
    const isOurs = place !== undefined && place !== 'libraries' && place !== 'database client';
    const isOuterOurs = room !== undefined && room !== 'libraries' && room !== 'database client' && room !== 'node';
    const own = isOurs || !isOuterOurs ? (place ?? withinNode.get(functionName) ?? room) : room;
    roomOf.set(node.id, own ?? 'node');
    for (const child of node.children ?? []) visit(byId.get(child) as Profiler.ProfileNode, own);
  };
  visit(nodes[0] as Profiler.ProfileNode, undefined);
  const idle = new Set(nodes.filter(({ callFrame }) => callFrame.functionName === '(idle)').map(({ id }) => id));
  const tookMs = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    if (idle.has(id)) continue;
    const room = roomOf.get(id) ?? 'node';
    tookMs.set(room, (tookMs.get(room) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
  }
  return tookMs;
}

import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Resource } from '@gbc/engine';

/** A flow as the repository delivers it: its model, and the forms, decision tables and called processes that go with it. */
export interface ModelFiles {
  readonly processId: string;
  readonly bpmn: Resource;
  readonly others: readonly Resource[];
  /** The processes among `others`: what several flows share, such as `payout`. */
  readonly calledIds: readonly string[];
}

const resource = (path: string): Resource => ({ name: basename(path), content: readFileSync(path) });

/** Ids that a model names in attributes of this name. */
function namedIn({ content }: Resource, attribute: 'decisionId' | 'processId'): Set<string> {
  return new Set([...Buffer.from(content).toString().matchAll(new RegExp(`\\b${attribute}="([^"=]+)"`, 'g'))].map((match) => match[1] ?? ''));
}

/**
 * Reads `processes/<process-id>/`. With `deployment` binding an instance keeps the rules it began under, so all that a model
 * needs goes with it: forms and tables beside it, each table of `policies/` whose decision it calls, and the same of each
 * process that it calls, and of those that these call.
 */
export function readModelFiles(folder: string): ModelFiles[] {
  const policies = globSync('policies/*.dmn', { cwd: folder }).sort().map((path) => resource(join(folder, path)));
  const drawn = globSync('*/*.bpmn', { cwd: folder }).sort().map((path) => {
    const bpmn = resource(join(folder, path));
    const own = globSync(join(path, '..', '{forms/*.form,*.dmn}'), { cwd: folder }).sort().map((file) => resource(join(folder, file)));
    return { processId: bpmn.name.replace(/\.bpmn$/, ''), bpmn, own, calledIds: namedIn(bpmn, 'processId') };
  });
  const withCalled = (processId: string, seen = new Set<string>()): typeof drawn => {
    const model = drawn.find((it) => it.processId === processId);
    if (!model || seen.has(processId)) return [];
    seen.add(processId);
    return [model, ...[...model.calledIds].flatMap((id) => withCalled(id, seen))];
  };
  return drawn.map(({ processId, bpmn, own }) => {
    const [, ...called] = withCalled(processId);
    const decisionIds = new Set([bpmn, ...called.map((it) => it.bpmn)].flatMap((it) => [...namedIn(it, 'decisionId')]));
    const tables = policies.filter(({ name }) => decisionIds.has(name.replace(/\.dmn$/, '')));
    return { processId, bpmn, others: [...own, ...called.flatMap((it) => [it.bpmn, ...it.own]), ...tables], calledIds: called.map((it) => it.processId) };
  });
}

export function hashOfBytes(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** One hash over all files of a flow, names included. */
export function hashOfFiles({ bpmn, others }: ModelFiles): string {
  const hash = createHash('sha256');
  for (const { name, content } of [bpmn, ...others]) hash.update(`${name}\0${hashOfBytes(content)}\n`);
  return hash.digest('hex');
}

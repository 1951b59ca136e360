import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Resource } from '@gbc/engine';

/** A flow as the repository delivers it: its model, and the forms and decision tables that go with it. */
export interface ModelFiles {
  readonly processId: string;
  readonly bpmn: Resource;
  readonly others: readonly Resource[];
}

const resource = (path: string): Resource => ({ name: basename(path), content: readFileSync(path) });

/**
 * Reads `processes/<process-id>/`. Forms and tables beside a model go with it, and so does each table of `policies/` whose
 * decision the model calls: with `deployment` binding an instance keeps the rules it began under.
 */
export function readModelFiles(folder: string): ModelFiles[] {
  const policies = globSync('policies/*.dmn', { cwd: folder }).sort().map((path) => resource(join(folder, path)));
  return globSync('*/*.bpmn', { cwd: folder })
    .sort()
    .map((path) => {
      const bpmn = resource(join(folder, path));
      const called = new Set([...bpmn.content.toString().matchAll(/decisionId="([^"]+)"/g)].map((match) => match[1]));
      const own = globSync(join(path, '..', '{forms/*.form,*.dmn}'), { cwd: folder }).sort().map((file) => resource(join(folder, file)));
      const others = [...own, ...policies.filter((policy) => called.has(policy.name.replace(/\.dmn$/, '')))];
      return { processId: bpmn.name.replace(/\.bpmn$/, ''), bpmn, others };
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

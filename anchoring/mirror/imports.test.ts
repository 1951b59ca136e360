import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { it } from 'node:test';
import ts from 'typescript';

const room = join(import.meta.dirname, '..');

it('a mirror, which another organisation runs, needs the verifier, Node and the format of tiles, and nothing of the platform', () => {
  const files = new Set<string>();
  const packages = new Set<string>();
  const follow = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles) {
      if (fileName.startsWith('.')) follow(join(dirname(file), fileName));
      else if (!isBuiltin(fileName)) packages.add(fileName);
    }
  };
  follow(join(import.meta.dirname, 'main.ts'));
  assert.deepEqual([...packages], ['@gbc/anchoring-verifier']);
  const outside = [...files].map((file) => relative(room, file).replaceAll('\\', '/')).filter((file) => !file.startsWith('mirror/'));
  assert.deepEqual(outside.sort(), ['log/bundle.ts', 'log/tile.ts']);
});

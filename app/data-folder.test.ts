import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openDataFolder } from './data-folder.ts';
import { identifyProcess } from './process-identity.ts';
import type { StartError } from './start-error.ts';

const root = mkdtempSync(join(tmpdir(), 'gbc-data-folder-'));
after(() => rmSync(root, { recursive: true }));

const isCode = (code: string) => (error: StartError) => error.code === code && !error.message.includes('\n');

function ownerFile(folder: string, owner: object): string {
  const path = join(folder, 'owners', 'other.json');
  mkdirSync(join(folder, 'owners'), { recursive: true });
  writeFileSync(path, JSON.stringify(owner));
  return path;
}

test('a folder is made, owned, and given back', () => {
  const path = join(root, 'deep', 'er');
  const folder = openDataFolder(path);
  assert.equal(readdirSync(join(path, 'owners')).length, 1);
  folder.release();
  assert.equal(readdirSync(join(path, 'owners')).length, 0);
  openDataFolder(path).release();
});

test('a path that can not be a folder is refused', () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  assert.throws(() => openDataFolder(join(file, 'data')), isCode('dataFolder.notWritable'));
});

test('a folder that holds something else is left alone', () => {
  const path = join(root, 'photos');
  mkdirSync(path);
  writeFileSync(join(path, 'cat.jpg'), '');
  assert.throws(() => openDataFolder(path), isCode('dataFolder.foreign'));
  assert.deepEqual(readdirSync(path), ['cat.jpg']);
});

test('a live second owner is named', async () => {
  const path = join(root, 'shared');
  openDataFolder(path).release();
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  try {
    ownerFile(path, { ...identifyProcess(other.pid!), host: hostname() });
    assert.throws(() => openDataFolder(path), (error: StartError) => isCode('dataFolder.inUse')(error) && error.message.includes(String(other.pid)));
    assert.deepEqual(readdirSync(join(path, 'owners')), ['other.json'], 'who gave way left nothing behind');
  } finally {
    other.kill('SIGKILL');
  }
});

test('an owner whose pid belongs to another process by now is dead', () => {
  const path = join(root, 'stale');
  openDataFolder(path).release();
  ownerFile(path, { pid: process.ppid, startedAt: 'another boot/1', host: hostname() });
  openDataFolder(path).release();
});

test('an owner on another host lives while it touches its file', () => {
  const path = join(root, 'volume');
  openDataFolder(path).release();
  const file = ownerFile(path, { pid: 1, startedAt: 'x', host: 'another-host.example' });
  assert.throws(() => openDataFolder(path), isCode('dataFolder.inUse'));
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(file, longAgo, longAgo);
  openDataFolder(path).release();
});

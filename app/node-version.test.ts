import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { complaintAbout, installingVersion } from './node-version.mjs';

test('inside npm the Node that counts is the one that npm runs on', () => {
  const env = { npm_config_user_agent: 'npm/9.8.1 node/v18.20.8 linux x64 workspaces/false' };
  assert.equal(installingVersion(env, 'v24.21.0'), '18.20.8');
  assert.equal(installingVersion({}, 'v24.21.0'), '24.21.0');
});

test('Node below 20 is refused with one line', () => {
  assert.equal(complaintAbout('20.0.0'), undefined);
  assert.equal(complaintAbout('26.1.0'), undefined);
  const line = complaintAbout('18.20.8');
  assert.match(line ?? '', /18\.20\.8/);
  assert.ok(!line?.includes('\n'));
});

test('the launcher says so and starts nothing', () => {
  const env = { ...process.env, npm_config_user_agent: 'npm/9.8.1 node/v18.20.8 linux x64 workspaces/false' };
  const { status, stderr, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'launch.mjs')], { env, encoding: 'utf8' });
  assert.equal(status, 1);
  assert.equal(stdout, '');
  assert.equal(stderr.trim(), complaintAbout('18.20.8'));
});

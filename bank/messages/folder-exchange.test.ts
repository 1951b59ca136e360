import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { folderExchange } from '../index.ts';
import type { BankMessage, UnreadMessage } from './message-exchange.ts';

describe('messages as files', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'gbc-folder-'))));
  afterEach(() => rm(folder, { recursive: true }));
  const outbox = () => join(folder, 'out');
  const open = (changes: object = {}) => folderExchange({ outbox: outbox(), inbox: folder, extension: '.xml', settleMs: 0, ...changes });
  const collected = async (exchange = open()) => {
    const names: string[] = [];
    await exchange.collect((message: BankMessage | UnreadMessage) => Promise.resolve(void names.push('refused' in message ? `refused ${message.name}` : `${message.name} ${Buffer.from(message.bytes).toString('utf8')}`)));
    return names;
  };
  const put = (name: string, text: string) => writeFile(join(folder, name), text);

  test('are taken once, in the order in which they came', async () => {
    const exchange = open();
    await put('b.xml', 'first');
    await utimes(join(folder, 'b.xml'), 1, 1);
    await put('a.xml', 'second');
    assert.deepEqual(await collected(exchange), ['b.xml first', 'a.xml second']);
    assert.deepEqual(await collected(exchange), []);
    assert.equal((await collected()).length, 2);
  });

  test('are left alone while they are being written, and taken again when they are changed', async () => {
    await put('a.xml', 'half');
    assert.deepEqual(await collected(open({ settleMs: 60_000 })), []);
    const exchange = open();
    assert.deepEqual(await collected(exchange), ['a.xml half']);
    await put('a.xml', 'half and the other half');
    assert.deepEqual(await collected(exchange), ['a.xml half and the other half']);
  });

  test('that nobody agreed on don’t count: other endings, hidden ones, folders, links', async () => {
    await put('a.txt', '');
    await put('.a.xml', '');
    await put('a.xml.part', '');
    await symlink('/etc/hostname', join(folder, 'link.xml'));
    assert.deepEqual(await collected(), []);
  });

  test('that are huge aren’t read', async () => {
    await put('a.xml', '');
    await truncate(join(folder, 'a.xml'), 1_000_000_000);
    assert.deepEqual(await collected(), ['refused a.xml']);
  });

  test('come again where taking them was cut off', async () => {
    await put('a.xml', 'text');
    const exchange = open();
    await assert.rejects(exchange.collect(() => Promise.reject(new Error('the database is away'))));
    assert.deepEqual(await collected(exchange), ['a.xml text']);
  });

  test('go out whole and once, whatever was left of an earlier attempt', async () => {
    const exchange = open();
    await exchange.deliver({ name: 'p.xml', bytes: Buffer.from('order') });
    await writeFile(join(outbox(), '.q.xml.part'), 'cut o');
    await exchange.deliver({ name: 'q.xml', bytes: Buffer.from('other') });
    await exchange.deliver({ name: 'p.xml', bytes: Buffer.from('order again') });
    assert.deepEqual((await readdir(outbox())).sort(), ['p.xml', 'q.xml']);
    assert.equal(await readFile(join(outbox(), 'p.xml'), 'utf8'), 'order');
  });

  test('in a folder that isn’t there to be read are a bank that can’t be reached', async () => {
    await rename(folder, `${folder}-away`);
    await writeFile(folder, '');
    await assert.rejects(collected(), { code: 'bank.unreachable' });
    await assert.rejects(open().deliver({ name: 'p.xml', bytes: Buffer.from('order') }), { code: 'bank.unreachable' });
    await rm(`${folder}-away`, { recursive: true });
  });
});

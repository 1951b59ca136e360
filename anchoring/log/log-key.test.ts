import assert from 'node:assert/strict';
import { it } from 'node:test';
import { formatCheckpoint, isSignedBy, parseCheckpoint } from '@gbc/anchoring-verifier';
import { systemEnvironment } from '@gbc/events';
import { generateLogKey, parseLogKey, verifierKeyOf } from './log-key.ts';

// The private key of the example in Go's package golang.org/x/mod/sumdb/note.
const keyText = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';

it('reads the private keys of other tools', () => {
  assert.equal(parseLogKey(keyText, 'PeterNeumann').verifierKeyText, 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
});

it('signs the very same note every time, and readers accept it', () => {
  const key = parseLogKey(keyText, 'PeterNeumann');
  const head = { origin: 'PeterNeumann', treeSize: 7, rootHash: new Uint8Array(32).fill(7) };
  const text = key.signCheckpoint(head);
  assert.equal(key.signCheckpoint(head), text);
  assert.ok(text.startsWith(`${formatCheckpoint(head)}\n— PeterNeumann x08go`));
  assert.ok(isSignedBy(parseCheckpoint(text).note, key.verifierKey));
});

it('makes keys that it reads, no two alike', () => {
  const [first, second] = [generateLogKey(systemEnvironment, 'a.example/log'), generateLogKey(systemEnvironment, 'a.example/log')];
  assert.notEqual(first, second);
  assert.equal(parseLogKey(first, 'a.example/log').verifierKey.name, 'a.example/log');
});

it('refuses keys of another origin, type or spelling', () => {
  for (const [text, origin] of [
    [keyText, 'SomebodyElse'],
    [keyText.replace('c74f20a3', 'c74f20a4'), 'PeterNeumann'],
    [keyText.replace('AYEK', 'BIEK'), 'PeterNeumann'],
    [keyText.slice(0, -4), 'PeterNeumann'],
    [keyText.replace('PRIVATE+KEY+', ''), 'PeterNeumann'],
    ['', 'PeterNeumann'],
  ] as const) {
    assert.throws(() => parseLogKey(text, origin), { code: 'log.keyInvalid' }, text);
  }
});

it('tells its public half from its text alone, and takes no other text', () => {
  const text = generateLogKey(systemEnvironment, 'gbc-union.example/test');
  assert.equal(verifierKeyOf(`${text}\n`), parseLogKey(text, 'gbc-union.example/test').verifierKeyText);
  for (const other of ['', 'PRIVATE+KEY+', text.replace('PRIVATE', 'PUBLIC'), text.slice(0, -4)]) assert.throws(() => verifierKeyOf(other), { code: 'log.keyInvalid' });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MalformedError } from './malformed.ts';
import { formatSignature, isSignedBy, parseNote } from './signed-note.ts';
import { formatVerifierKey, parseVerifierKey } from './verifier-key.ts';

// The example of Go's package golang.org/x/mod/sumdb/note, whose format this is.
const keyText = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const note =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n" +
  '\n' +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

describe('a signed note', () => {
  const key = parseVerifierKey(keyText);

  it('reads and verifies the example of the format', () => {
    assert.equal(formatVerifierKey(key), keyText);
    const parsed = parseNote(note);
    assert.ok(isSignedBy(parsed, key));
    assert.equal(`${parsed.text}\n${parsed.signatures.map(formatSignature).join('')}`, note);
  });

  it('is not signed when the text differs by one character', () => {
    assert.ok(!isSignedBy(parseNote(note.replace('answer', 'Answer')), key));
  });

  it('ignores signatures of unknown keys, but not a bad one of the known key', () => {
    const [signature] = parseNote(note).signatures;
    assert.ok(signature);
    assert.ok(isSignedBy(parseNote(note + formatSignature({ ...signature, keyId: '00000000' })), key));
    assert.ok(isSignedBy(parseNote(note + formatSignature({ ...signature, name: 'somebody' })), key));
    assert.ok(!isSignedBy(parseNote(note + formatSignature({ ...signature, signature: signature.signature.toReversed() })), key));
    assert.ok(!isSignedBy(parseNote(note.replace(/PeterNeumann x/, 'Someone x')), key));
  });

  it('refuses what is no signed note', () => {
    const line = note.slice(note.indexOf('—'));
    for (const broken of ['', 'text\n', `text\n${line}`, `text\n\n${line.trim()}`, `text\n\n-${line.slice(1)}`, `te\u0001xt\n\n${line}`, `te\rxt\n\n${line}`, `text\n\n${line.replace('x08', 'x0*')}`, `text\n\n${line.replace('=', '')}`, `text\n\n— name eHh4eA==\n`, `text\n\n${line}\n`, `${'x'.repeat(70_000)}\n\n${line}`]) {
      assert.throws(() => parseNote(broken), MalformedError, JSON.stringify(broken.slice(0, 60)));
    }
  });
});

describe('a verifier key', () => {
  it('is refused when its id, type or shape is not right', () => {
    for (const broken of ['', 'name', keyText.replace('c74f20a3', 'c74f20a4'), keyText.replace('ARpc', 'BBpc'), keyText.slice(0, -4), keyText.replace('PeterNeumann', 'Peter Neumann'), keyText.replace('PeterNeumann', '')]) {
      assert.throws(() => parseVerifierKey(broken), MalformedError, broken);
    }
  });
});

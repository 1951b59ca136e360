import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeZip } from '../testing/make-zip.ts';
import { listZipNames } from './zip-names.ts';

describe('names in a zip', () => {
  it('come from the central directory', () => {
    assert.deepEqual(listZipNames(makeZip('OFD.xml', '目录/a.xml')), ['OFD.xml', '目录/a.xml']);
    assert.deepEqual(listZipNames(makeZip()), []);
  });

  it('are found before a comment', () => {
    assert.deepEqual(listZipNames(Buffer.concat([makeZip('OFD.xml'), Buffer.from('a comment')])), ['OFD.xml']);
  });

  it('are none where the directory is broken or lies about its place or length', () => {
    const zip = makeZip('OFD.xml');
    const countLies = Buffer.from(zip);
    countLies.writeUInt16LE(500, zip.length - 12);
    const placeLies = Buffer.from(zip);
    placeLies.writeUInt32LE(0xffffffff, zip.length - 6);
    for (const broken of [zip.subarray(0, -1), countLies, placeLies, Buffer.alloc(0), Buffer.alloc(21), Buffer.alloc(22)]) {
      assert.deepEqual(listZipNames(broken), []);
    }
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cleanFileName, decodeUploadName, extensionOf } from './file-name.ts';

const asLatin1 = (name: string) => Buffer.from(name, 'utf8').toString('latin1');

describe('name of an upload', () => {
  for (const [given, clean] of [
    ['合同.pdf', '合同.pdf'],
    [asLatin1('虹口区施工合同(终稿).pdf'), '虹口区施工合同(终稿).pdf'],
    ['caf\u00e9.pdf', 'café.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\li\\发票.xml', '发票.xml'],
    ['a\u0000b\r\n.pdf', 'ab.pdf'],
    // an override that would show the name as report-exe.pdf
    ['report-\u202efdp.exe', 'report-fdp.exe'],
    ['  .htaccess', 'htaccess'],
    ['..', 'file'],
    ['folder/', 'file'],
    ['', 'file'],
  ] as const) {
    it(`cleans ${JSON.stringify(given)}`, () => assert.equal(cleanFileName(given), clean));
  }

  it('shortens to 120 characters and keeps the extension', () => {
    const name = cleanFileName(`${'长'.repeat(300)}.pdf`);
    assert.equal([...name].length, 120);
    assert.equal(extensionOf(name), 'pdf');
  });

  it('decodes every name that came as Latin-1, and touches no other', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (name) => assert.equal(decodeUploadName(asLatin1(name)), name)));
    assert.equal(decodeUploadName('合同'), '合同');
  });

  it('finds the extension', () => {
    assert.equal(extensionOf('A.B.PDF'), 'pdf');
    assert.equal(extensionOf('none'), '');
    assert.equal(extensionOf('dot.'), '');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DocumentError } from '../document-error.ts';
import { makePdf } from '../testing/make-pdf.ts';
import { makeZip } from '../testing/make-zip.ts';
import { checkFile, fileSizeMaxBytes } from './check-file.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xff, 0xd9]);
const pdf = makePdf('hello');
const xml = Buffer.from('<?xml version="1.0" encoding="UTF-8"?><EInvoice/>');
const ofd = makeZip('OFD.xml', 'Doc_0/Document.xml');

const check = (bytes: Uint8Array, name: string, declaredMediaType: string) => checkFile({ bytes, name, declaredMediaType });

describe('file check', () => {
  for (const [name, declared, bytes, mediaType] of [
    ['a.pdf', 'application/pdf', pdf, 'application/pdf'],
    ['A.PDF', 'application/octet-stream', pdf, 'application/pdf'],
    ['a.pdf', '', pdf, 'application/pdf'],
    ['a.png', 'image/png', png, 'image/png'],
    ['a.jpg', 'image/jpeg', jpeg, 'image/jpeg'],
    ['a.jpeg', 'image/jpg', jpeg, 'image/jpeg'],
    ['a.xml', 'text/xml; charset=utf-8', xml, 'application/xml'],
    ['a.xml', 'application/xml', Buffer.from('\ufeff<?xml version="1.0"?><a/>'), 'application/xml'],
    ['a.xml', 'application/xml', Buffer.from('\n  <EInvoice></EInvoice>'), 'application/xml'],
    ['a.xml', 'application/xml', Buffer.from('<!-- x --><EInvoice/>'), 'application/xml'],
    ['a.ofd', 'application/ofd', ofd, 'application/ofd'],
    ['a.ofd', 'application/zip', ofd, 'application/ofd'],
  ] as const) {
    it(`accepts ${name} declared as ${JSON.stringify(declared)}`, async () => assert.equal(await check(bytes, name, declared), mediaType));
  }

  it('refuses a file of 0 bytes', () => assert.rejects(check(Buffer.alloc(0), 'a.pdf', 'application/pdf'), { code: 'document.empty' }));

  it('takes 20 MiB and not a byte more', async () => {
    const large = Buffer.alloc(fileSizeMaxBytes + 1, ' ');
    pdf.copy(large);
    assert.equal(await check(large.subarray(0, fileSizeMaxBytes), 'a.pdf', 'application/pdf'), 'application/pdf');
    await assert.rejects(check(large, 'a.pdf', 'application/pdf'), {
      code: 'document.tooLarge',
      params: { sizeBytes: 20971521, sizeMaxBytes: 20971520 },
    });
  });

  for (const [what, bytes, name, declared, params] of [
    ['a program called PDF', Buffer.from('MZ\x90\x00\x03\x00\x00\x00'), 'a.pdf', 'application/pdf', { found: 'application/x-msdownload' }],
    ['plain text', Buffer.from('hello'), 'a.xml', 'text/xml', { found: 'unknown' }],
    ['an HTML page', Buffer.from('<!DOCTYPE html><script>alert(1)</script>'), 'a.xml', 'text/xml', { found: 'unknown' }],
    ['random bytes', Buffer.from('c3a10f00d1e2', 'hex'), 'a.png', 'image/png', { found: 'unknown' }],
    ['a zip that is no OFD', makeZip('evil.exe'), 'a.ofd', 'application/ofd', { found: 'application/zip' }],
    ['a broken OFD', ofd.subarray(0, ofd.length - 30), 'a.ofd', 'application/ofd', { found: 'application/zip' }],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00'), 'a.gif', 'image/gif', { found: 'image/gif' }],
  ] as const) {
    it(`refuses ${what}`, () => assert.rejects(check(bytes, name, declared), { code: 'document.typeRefused', params }));
  }

  for (const [what, bytes, name, declared, found] of [
    ['a PDF called PNG', pdf, 'a.png', 'image/png', 'application/pdf'],
    ['a PNG declared PDF', png, 'a.png', 'application/pdf', 'image/png'],
    ['XML with the extension of a PDF', xml, 'a.pdf', 'application/xml', 'application/xml'],
    ['a name without an extension', pdf, 'contract', 'application/pdf', 'application/pdf'],
    ['an SVG, which is XML', Buffer.from('<?xml version="1.0"?><svg/>'), 'a.svg', 'image/svg+xml', 'application/xml'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(check(bytes, name, declared), (error: DocumentError) => {
        assert.equal(error.code, 'document.typeMismatch');
        assert.equal(error.params['found'], found);
        assert.equal(error.params['declared'], declared);
        return true;
      });
    });
  }

  it('answers any bytes with a type or a refusal of its own', async () => {
    const beginnings = [pdf, png, jpeg, xml, ofd, Buffer.from('PK\x03\x04'), Buffer.from('PK\x05\x06'), Buffer.alloc(0)];
    const anyBytes = fc
      .tuple(fc.constantFrom(...beginnings), fc.nat(200), fc.uint8Array({ maxLength: 200 }))
      .map(([beginning, length, rest]) => Buffer.concat([beginning.subarray(0, length), rest]));
    await fc.assert(
      fc.asyncProperty(anyBytes, async (bytes) => {
        await check(bytes, 'a.ofd', '').catch((error: unknown) => assert.ok(error instanceof DocumentError, String(error)));
      }),
      { numRuns: 300 },
    );
  });
});

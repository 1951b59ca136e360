import assert from 'node:assert/strict';
import { it } from 'node:test';
import { makePdf } from './make-pdf.ts';

it('has a cross-reference table that leads to every object, and a stream of the length it states', () => {
  const pdf = makePdf('Contract (A\\B)', 'second line').toString('latin1');
  const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(pdf)?.[1]);
  const offsets = [...pdf.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
  assert.equal(pdf.slice(table).startsWith(`xref\n0 ${offsets.length + 1}\n`), true);
  offsets.forEach((offset, index) => assert.equal(pdf.slice(offset).startsWith(`${index + 1} 0 obj\n`), true));
  const [, length, stream] = /\/Length (\d+) >>\nstream\n([^]*?)\nendstream/.exec(pdf) ?? [];
  assert.equal(stream?.length, Number(length));
  assert.match(stream ?? '', /\(Contract \\\(A\\\\B\\\)\) Tj/);
});

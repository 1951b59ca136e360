import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readXml } from './read-xml.ts';
import { XmlError } from './xml-error.ts';

const limits = { sizeMaxBytes: 4096, depthMax: 4 };
const read = (text: string) => readXml(Buffer.from(text), limits);

/** Entities that name each other, so that a reader which believes them makes 10^9 copies. */
const billionLaughs = `<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY l0 "lol">
${Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('\n')}]>
<lolz>&l9;</lolz>`;

describe('XML', () => {
  it('becomes names, texts, attributes and children', () => {
    assert.deepEqual(read('<?xml version="1.0" encoding="utf-8"?><!-- c --><n:a x="1"> <b> 1 &lt; 2 </b><b/><?pi?><c><![CDATA[<&]]>中</c></n:a>'), {
      name: 'a',
      text: '',
      attributes: { x: '1' },
      children: [
        { name: 'b', text: '1 < 2', attributes: {}, children: [] },
        { name: 'b', text: '', attributes: {}, children: [] },
        { name: 'c', text: '<&中', attributes: {}, children: [] },
      ],
    });
  });

  it('may begin with a byte order mark', () => assert.equal(read('\ufeff<a/>').name, 'a'));

  it('knows the five entities and character references', () => {
    assert.equal(read('<a>&amp;&lt;&gt;&quot;&apos;&#20013;&#x4e2d;</a>').text, '&<>"\'中中');
  });

  it('keeps names that mean something to JavaScript as mere names', () => {
    const { children } = read('<a><__proto__>1</__proto__><constructor/></a>');
    assert.deepEqual(children.map(({ name }) => name), ['__proto__', 'constructor']);
    assert.equal(({} as Record<string, unknown>)['text'], undefined);
  });

  for (const [what, text] of Object.entries({
    'an external entity': '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    'an external document type': '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    'a parameter entity': '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]><a/>',
    'a billion laughs': billionLaughs,
    'an empty document type': '<!DOCTYPE a><a/>',
  })) {
    it(`refuses ${what}`, () => assert.throws(() => read(text), { fault: 'doctype' }));
  }

  for (const [what, text, line, column] of [
    ['nothing', '', 1, 1],
    ['white space alone', ' \n ', 2, 1],
    ['plain text', 'hello', 1, 6],
    ['a truncation', '<a>\n  <b>1</b>\n  <c', 3, 4],
    ['a missing end tag', '<a>\n<b></a>', 2, 7],
    ['two roots', '<a/>\n<b/>', 2, 3],
    ['text after the root', '<a/>junk', 1, 9],
    ['an unknown entity', '<a>\n&nbsp;</a>', 2, 6],
    ['a bare ampersand', '<a>R & D</a>', 1, 12],
    ['an attribute without quotes', '<a b=1/>', 1, 6],
    ['an attribute twice', '<a b="1" b="2"/>', 1, 16],
    ['a control character', '<a>\u0001</a>', 1, 4],
    ['a reference to no character', '<a>&#0;</a>', 1, 7],
    ['an unclosed comment', '<a/><!-- ', 1, 9],
  ] as const) {
    it(`refuses ${what} and says where`, () => {
      assert.throws(() => read(text), { fault: 'xmlBroken', params: { line, column } });
    });
  }

  it('refuses every proper beginning of a document', () => {
    const whole = '<a><b x="1">&amp;</b><c/></a>';
    for (let length = 0; length < whole.length; length += 1) {
      assert.throws(() => read(whole.slice(0, length)), { fault: 'xmlBroken' }, whole.slice(0, length));
    }
  });

  for (const [what, bytes, encoding] of [
    ['UTF-16, little end first', Buffer.from('\ufeff<a/>', 'utf16le'), 'UTF-16'],
    ['UTF-16, big end first', Buffer.from('\ufeff<a/>', 'utf16le').swap16(), 'UTF-16'],
    ['another encoding declared', Buffer.from('<?xml version="1.0" encoding="GB18030"?><a/>'), 'GB18030'],
    ['bytes that are no UTF-8', Buffer.from([0x3c, 0x61, 0x3e, 0xd6, 0xd0, 0x3c, 0x2f, 0x61, 0x3e]), 'unknown'],
    ['an overlong spelling of <', Buffer.from([0xc0, 0xbc, 0x61, 0x2f, 0x3e]), 'unknown'],
  ] as const) {
    it(`refuses ${what}`, () => assert.throws(() => readXml(bytes, limits), { fault: 'notUtf8', params: { encoding } }));
  }

  it('refuses UTF-16 without a mark', () => {
    assert.throws(() => readXml(Buffer.from('<a/>', 'utf16le'), limits), { fault: 'xmlBroken' });
  });

  it('bounds the size before it reads', () => {
    assert.equal(read(`<a>${'x'.repeat(4089)}</a>`).text.length, 4089);
    assert.throws(() => read(`<a>${'x'.repeat(4090)}</a>`), { fault: 'tooLarge', params: { sizeBytes: 4097, sizeMaxBytes: 4096 } });
  });

  it('bounds the depth while it reads', () => {
    assert.equal(read('<a><a><a><a/></a></a></a>').children.length, 1);
    assert.throws(() => read('<a>'.repeat(1000)), { fault: 'tooDeep', params: { line: 1, column: 15, depthMax: 4 } });
  });

  it('answers any bytes with a tree or a refusal of its own', () => {
    const pieces = fc.constantFrom('<a>', '</a>', '<a', '/>', '<!--', '-->', '<![CDATA[', ']]>', '<?xml', '?>', '&', ';', '&#', '<!DOCTYPE', '"', '=', ' ', '\n', 'é', '\0');
    const text = fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 })), { maxLength: 12 }).map((parts) => Buffer.from(parts.join('')));
    fc.assert(
      fc.property(fc.oneof(text, fc.uint8Array({ maxLength: 40 })), (bytes) => {
        try {
          assert.equal(typeof readXml(bytes, limits).name, 'string');
        } catch (error) {
          assert.ok(error instanceof XmlError, String(error));
        }
      }),
      { numRuns: 2000 },
    );
  });
});

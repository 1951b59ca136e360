import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { systemEnvironment, type Actor } from '@gbc/events';
import { createTestDatabase, type TestDatabase } from '@gbc/prisma/testing';
import { CarBufferReader } from '@ipld/car/buffer-reader';
import { makePdf } from '../testing/make-pdf.ts';
import { findDocuments } from './document-row.ts';
import { openDocumentStore, type DocumentStore } from './document-store.ts';

const env = systemEnvironment;
const actor: Actor = { kind: 'person', personId: '0198c0de-0000-7000-8000-000000000001', organisationId: 'supplier-a', role: 'supplier' };
const pdf = makePdf('Contract 2026-17', 'between (A) and B');

describe('document store', () => {
  let database: TestDatabase;
  let folder: string;
  let store: DocumentStore;
  const masterKey = env.randomBytes(32);

  before(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'gbc-documents-'));
    store = await openDocumentStore({ folder, masterKey, env });
  });
  after(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const put = (bytes: Uint8Array, name = '合同.pdf', declaredMediaType = 'application/pdf') =>
    database.transaction((tx) => store.put(tx, { bytes, name, declaredMediaType, actor, applicationId: 'A-1' }));
  const pathOf = (cid: string) => join(folder, cid.slice(-2), `${cid}.car`);
  /** A PDF of the size wanted: readers pass over what stands after its end. */
  const pdfOf = (sizeBytes: number) => Buffer.concat([pdf, env.randomBytes(sizeBytes - pdf.length)]);

  it('hands back the bytes that were put', async () => {
    const stored = await put(pdf);
    assert.deepEqual(await store.get(database.read, stored.id), pdf);
    assert.deepEqual(await findDocuments(database.read, [stored.id]), [stored]);
    assert.equal(stored.name, '合同.pdf');
    assert.equal(stored.sizeBytes, pdf.length);
    assert.equal(stored.organisationId, 'supplier-a');
  });

  it('splits at 1 MiB of ciphertext: one raw leaf, or a dag-pb root over several', async () => {
    const sealBytes = 28;
    const cases = [
      { sizeBytes: 1024 * 1024 - sealBytes, codecs: [0x55], prefix: 'bafkrei' },
      { sizeBytes: 1024 * 1024 - sealBytes + 1, codecs: [0x55, 0x55, 0x70], prefix: 'bafybei' },
      { sizeBytes: 20 * 1024 * 1024, codecs: [...Array(21).fill(0x55), 0x70], prefix: 'bafybei' },
    ];
    for (const { sizeBytes, codecs, prefix } of cases) {
      const bytes = pdfOf(sizeBytes);
      const { id, cid } = await put(bytes);
      const archive = CarBufferReader.fromBytes(await readFile(pathOf(cid)));
      assert.deepEqual(archive.getRoots().map(String), [cid]);
      assert.deepEqual(archive.blocks().map((block) => block.cid.code), codecs);
      assert.ok(cid.startsWith(prefix), cid);
      assert.ok(bytes.equals(await store.get(database.read, id)));
    }
  });

  it('encrypts: no plain text on the disk, and no two ciphertexts alike', async () => {
    const [first, second] = [await put(pdf), await put(pdf)];
    assert.notEqual(first.cid, second.cid);
    assert.equal((await readFile(pathOf(first.cid))).includes('Contract 2026-17'), false);
  });

  it('tells of the document in the same transaction, without its name', async () => {
    const { id, cid } = await put(pdf, '张三的合同.pdf');
    const { rows } = await database.read<{ body: string }>(
      `select body from event where type = 'documentStored' and body like '%' || $1 || '%'`,
      [id],
    );
    const [event] = rows.map((row) => JSON.parse(row.body));
    assert.deepEqual(event.data, { documentId: id, cid, mediaType: 'application/pdf', sizeBytes: pdf.length });
    assert.equal(event.applicationId, 'A-1');
    assert.equal(rows[0]?.body.includes('张三'), false);
  });

  it('leaves neither row nor event of a transaction that was rolled back', async () => {
    let id = '';
    await assert.rejects(
      database.transaction(async (tx) => {
        ({ id } = await store.put(tx, { bytes: pdf, name: 'a.pdf', declaredMediaType: 'application/pdf', actor }));
        throw new Error('changed my mind');
      }),
      /changed my mind/,
    );
    await assert.rejects(store.get(database.read, id), { code: 'document.notFound', params: { documentId: id } });
    const { rows } = await database.read('select 1 from event where body like $1', [`%${id}%`]);
    assert.equal(rows.length, 0);
  });

  it('refuses a file before anything is written', async () => {
    const before = await readdir(folder, { recursive: true });
    await assert.rejects(put(Buffer.from('MZ not a PDF')), { code: 'document.typeRefused' });
    assert.deepEqual(await readdir(folder, { recursive: true }), before);
  });

  it('finds every kind of damage to the archive', async () => {
    const { id, cid } = await put(pdfOf(1024 * 1024 + 5000));
    const intact = await readFile(pathOf(cid));
    const flipped = (at: number) => Buffer.from(intact).fill((intact[at] ?? 0) ^ 1, at, at + 1);
    const damages = [
      ...[0, 20, 200, 1024 * 1024, intact.length - 200].map(flipped),
      intact.subarray(0, intact.length - 1),
      intact.subarray(0, 100),
      Buffer.alloc(0),
      await readFile(pathOf((await put(pdf)).cid)),
    ];
    for (const damaged of damages) {
      await writeFile(pathOf(cid), damaged);
      await assert.rejects(store.get(database.read, id), { code: 'document.damaged', params: { documentId: id } });
    }
    await rm(pathOf(cid));
    await assert.rejects(store.get(database.read, id), { code: 'document.damaged' });
    await writeFile(pathOf(cid), intact);
    assert.equal((await store.get(database.read, id)).length, 1024 * 1024 + 5000);
  });

  it('opens with its own master key alone', async () => {
    const { id } = await put(pdf);
    const other = await openDocumentStore({ folder, masterKey: env.randomBytes(32), env });
    await assert.rejects(other.get(database.read, id), { code: 'document.damaged' });
    const again = await openDocumentStore({ folder, masterKey, env });
    assert.deepEqual(await again.get(database.read, id), pdf);
    await assert.rejects(openDocumentStore({ folder, masterKey: env.randomBytes(31), env }), RangeError);
  });

  it('does not open one document with the key and content of another', async () => {
    const { id: victim } = await put(pdf);
    const swapped = env.newId();
    await database.pool.query(
      `insert into document (id, cid, size_bytes, media_type, wrapped_key, name_commitment, stored_at)
       select $2, 'x' || cid, size_bytes, media_type, wrapped_key, name_commitment, stored_at from document where id = $1`,
      [victim, swapped],
    );
    await assert.rejects(store.get(database.read, swapped), { code: 'document.damaged' });
  });

  it('erases key and name for ever, and keeps the event', async () => {
    const { id, cid } = await put(pdf, '低保证明.pdf');
    await database.transaction((tx) => store.erase(tx, id, actor, 'retentionOver'));
    await database.transaction((tx) => store.erase(tx, id, actor, 'retentionOver'));
    await assert.rejects(store.get(database.read, id), { code: 'document.erased', params: { documentId: id } });
    const [document] = await findDocuments(database.read, [id]);
    assert.equal(document?.name, null);
    assert.ok(document?.erasedAt instanceof Date);
    assert.ok((await readFile(pathOf(cid))).length > 0, 'the ciphertext may stay');
    const { rows } = await database.read('select 1 from personal_value where value = $1', ['低保证明.pdf']);
    assert.equal(rows.length, 0);
    const unknown = env.newId();
    await assert.rejects(
      database.transaction((tx) => store.erase(tx, unknown, actor, 'retentionOver')),
      { code: 'document.notFound' },
    );
  });

  it('has rows that nobody alters or deletes', async () => {
    const { id } = await put(pdf);
    for (const sql of [
      `update document set media_type = 'image/png' where id = $1`,
      `update document set wrapped_key = null, erased_at = now(), cid = 'other' where id = $1`,
      'delete from document where id = $1',
    ]) {
      await assert.rejects(database.pool.query(sql, [id]), { code: '23001' }, sql);
    }
    await database.transaction((tx) => store.erase(tx, id, actor, 'retentionOver'));
    await assert.rejects(
      database.pool.query('update document set wrapped_key = $2, erased_at = null where id = $1', [id, Buffer.alloc(60)]),
      { code: '23001' },
    );
  });

  it('clears away what a killed process was writing, and nothing else', async () => {
    const { id } = await put(pdf);
    const incoming = join(folder, 'incoming');
    assert.deepEqual(await readdir(incoming), []);
    await writeFile(join(incoming, 'bafkreihalf'), 'half a file');
    const again = await openDocumentStore({ folder, masterKey, env });
    assert.deepEqual(await readdir(incoming), []);
    assert.deepEqual(await again.get(database.read, id), pdf);
  });

  it('tells a disk that fails from a document that is damaged', async () => {
    const { id, cid } = await put(pdf);
    await rm(pathOf(cid));
    await mkdir(pathOf(cid));
    await assert.rejects(store.get(database.read, id), { code: 'EISDIR' });
  });
});

import { appendEvent, commitPersonalValue, type Actor, type Environment, type ErasureGround } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { DocumentError } from '../document-error.ts';
import { checkFile } from '../files/check-file.ts';
import { cleanFileName } from '../files/file-name.ts';
import { openArchiveFolder } from './archive-folder.ts';
import { keyBytes, nonceBytes, seal, unseal } from './cipher.ts';
import { packArchive, unpackArchive } from './content-archive.ts';
import { eraseDocumentRow, insertDocumentRow, readDocumentRow, type StoredDocument } from './document-row.ts';

export interface DocumentStoreOptions {
  /** Where the CAR files lie; made where it is missing. */
  readonly folder: string;
  /** 32 bytes; whoever has it and the database can read every document. */
  readonly masterKey: Buffer;
  readonly env: Environment;
}

export interface DocumentInput {
  readonly bytes: Uint8Array;
  /** As the browser sent it: see {@link cleanFileName}. */
  readonly name: string;
  readonly declaredMediaType: string;
  readonly actor: Actor;
  readonly applicationId?: string | undefined;
}

/** Documents, each encrypted under a key of its own and addressed by the CID of its ciphertext. */
export interface DocumentStore {
  /**
   * Checks a file, writes its ciphertext durably, then its row and the event `documentStored` in `tx`. Where `tx` is
   * rolled back a ciphertext stays behind that nobody has a key to.
   * Throws DocumentError as {@link checkFile} does.
   */
  put(tx: Tx, input: DocumentInput): Promise<StoredDocument>;
  /**
   * The plain bytes, after CID and authentication tag were checked. A missing archive is a damaged document; a disk that
   * fails to read is no finding about it, and its error comes through.
   * Throws DocumentError `document.notFound`, `document.erased`, `document.damaged`, each {documentId}.
   */
  get(read: Tx['query'], documentId: string): Promise<Buffer>;
  /**
   * Destroys the document's key and name: its content is unreadable for ever, wherever its ciphertext may be copied.
   * Erasing twice is fine, and told once. Throws DocumentError `document.notFound` {documentId}.
   */
  erase(tx: Tx, documentId: string, actor: Actor, ground: ErasureGround): Promise<void>;
}

const contentContext = (documentId: string) => `gbc-union/document/v1/content/${documentId}`;
const keyContext = (documentId: string) => `gbc-union/document/v1/key/${documentId}`;

export async function openDocumentStore({ folder, masterKey, env }: DocumentStoreOptions): Promise<DocumentStore> {
  if (masterKey.length !== keyBytes) throw new RangeError(`the master key has ${masterKey.length} bytes, not ${keyBytes}`);
  const archives = await openArchiveFolder(folder);

  function decrypt(documentId: string, wrappedKey: Buffer, ciphertext: Buffer): Buffer {
    const key = unseal(masterKey, keyContext(documentId), wrappedKey);
    return unseal(key, contentContext(documentId), ciphertext);
  }

  return {
    async put(tx, { bytes, name, declaredMediaType, actor, applicationId }) {
      const cleanName = cleanFileName(name);
      const mediaType = await checkFile({ bytes, name: cleanName, declaredMediaType });
      const id = env.newId();
      const key = env.randomBytes(keyBytes);
      const wrappedKey = seal(masterKey, env.randomBytes(nonceBytes), keyContext(id), key);
      const { cid, archive } = await packArchive(seal(key, env.randomBytes(nonceBytes), contentContext(id), bytes));
      await archives.write(cid, archive);
      const person = actor.kind === 'person' ? actor : undefined;
      const row = {
        id,
        cid,
        sizeBytes: bytes.length,
        mediaType,
        uploadedBy: person?.personId ?? null,
        organisationId: person?.organisationId ?? null,
        storedAt: env.now(),
      };
      await insertDocumentRow(tx, { ...row, wrappedKey, nameCommitment: await commitPersonalValue(tx, env, cleanName) });
      const data = { documentId: id, cid, mediaType, sizeBytes: bytes.length };
      await appendEvent(tx, env, { type: 'documentStored', actor, applicationId, data });
      return { ...row, name: cleanName, erasedAt: null };
    },

    async get(read, documentId) {
      const row = await readDocumentRow(read, documentId);
      if (!row) throw new DocumentError('document.notFound', { documentId });
      if (!row.wrappedKey) throw new DocumentError('document.erased', { documentId });
      const archive = await archives.read(row.cid);
      if (!archive) throw new DocumentError('document.damaged', { documentId });
      try {
        return decrypt(documentId, row.wrappedKey, await unpackArchive(archive, row.cid));
      } catch (cause) {
        throw new DocumentError('document.damaged', { documentId }, { cause });
      }
    },

    async erase(tx, documentId, actor, ground) {
      if (await eraseDocumentRow(tx, documentId, env.now())) {
        await appendEvent(tx, env, { type: 'documentErased', actor, data: { documentId, ground } });
        return;
      }
      if (!(await readDocumentRow(tx.query.bind(tx), documentId))) throw new DocumentError('document.notFound', { documentId });
    },
  };
}

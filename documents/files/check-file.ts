import { DocumentError } from '../document-error.ts';
import { extensionOf } from './file-name.ts';
import { listZipNames } from './zip-names.ts';

export const fileSizeMaxBytes = 20 * 1024 * 1024;

/** What may be uploaded. Programs differ in what they call a type, so each has its aliases; the first is ours. */
const acceptedTypes = [
  { mediaTypes: ['application/pdf'], extensions: ['pdf'] },
  { mediaTypes: ['image/png'], extensions: ['png'] },
  { mediaTypes: ['image/jpeg', 'image/jpg', 'image/pjpeg'], extensions: ['jpg', 'jpeg'] },
  { mediaTypes: ['application/xml', 'text/xml'], extensions: ['xml'] },
  { mediaTypes: ['application/ofd', 'application/zip', 'application/x-zip-compressed'], extensions: ['ofd'] },
] as const;

/** Browsers say this of a file whose type they don't know: it claims nothing. */
const noClaim = ['', 'application/octet-stream'];

export interface FileInput {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly declaredMediaType: string;
}

/**
 * Tells a file's type by its bytes and holds what was declared against it.
 * @returns our media type for it
 * Throws DocumentError: `document.empty`; `document.tooLarge` {sizeBytes, sizeMaxBytes}; `document.typeRefused` {found} for a type
 * that is not accepted; `document.typeMismatch` {found, declared, extension} where name or declaration say another type.
 */
export async function checkFile({ bytes, name, declaredMediaType }: FileInput): Promise<string> {
  if (bytes.length === 0) throw new DocumentError('document.empty');
  if (bytes.length > fileSizeMaxBytes) {
    throw new DocumentError('document.tooLarge', { sizeBytes: bytes.length, sizeMaxBytes: fileSizeMaxBytes });
  }
  const found = await detectMediaType(bytes);
  const type = acceptedTypes.find(({ mediaTypes: [mediaType] }) => mediaType === found);
  if (!type) throw new DocumentError('document.typeRefused', { found: found ?? 'unknown' });
  const declared = declaredMediaType.split(';', 1).join().trim().toLowerCase();
  const extension = extensionOf(name);
  const fits = noClaim.includes(declared) || type.mediaTypes.some((mediaType) => mediaType === declared);
  if (!fits || !type.extensions.some((known) => known === extension)) {
    throw new DocumentError('document.typeMismatch', { found: type.mediaTypes[0], declared, extension });
  }
  return type.mediaTypes[0];
}

async function detectMediaType(bytes: Uint8Array): Promise<string | undefined> {
  const { fileTypeFromBuffer } = await import('file-type'); // with the first file: a start has no need of it
  const found = (await fileTypeFromBuffer(bytes))?.mime;
  if (found === 'application/zip' && listZipNames(bytes).includes('OFD.xml')) return 'application/ofd';
  return found ?? (looksLikeXml(bytes) ? 'application/xml' : undefined);
}

/** XML needs no declaration at its beginning, only a tag; the reader of the XML checks the rest. */
function looksLikeXml(bytes: Uint8Array): boolean {
  const beginning = Buffer.from(bytes.subarray(0, 1024)).toString('utf8');
  return /^\uFEFF?\s*<(?:[\p{L}_]|!--)/u.test(beginning);
}

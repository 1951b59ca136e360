import { createHash } from 'node:crypto';
import { EngineError, type Resource } from '@gbc/engine';

export const resourceSizeBytesMax = 4 * 1024 * 1024;

export const invalid = (resourceName: string, reason: string) => new EngineError('INVALID_ARGUMENT', `'${resourceName}': ${reason}`);

/** The text of a resource. INVALID_ARGUMENT: over 4 MiB, empty, not UTF-8, or with a NUL character. */
export function resourceText({ name, content }: Resource): string {
  if (content.byteLength > resourceSizeBytesMax) throw invalid(name, `larger than ${resourceSizeBytesMax} bytes`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw invalid(name, 'not UTF-8');
  }
  if (text.trim() === '') throw invalid(name, 'empty');
  if (text.includes('\0')) throw invalid(name, 'holds a NUL character');
  return text;
}

/** A document type can define entities and name external files; no model needs one. */
export function refuseDocumentType(name: string, xml: string): void {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw invalid(name, 'document types and entities are not allowed');
}

export function checksum(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

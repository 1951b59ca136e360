import type { DocumentKind } from '@gbc/applications';
import type { StoredDocument } from '@gbc/documents';

export function documentView(document: StoredDocument, kind: DocumentKind | null) {
  return {
    documentId: document.id,
    name: document.name ?? '',
    mediaType: document.mediaType,
    sizeBytes: document.sizeBytes,
    cid: document.cid,
    kind,
    storedAt: document.storedAt.toISOString(),
    erasedAt: document.erasedAt?.toISOString() ?? null,
  };
}

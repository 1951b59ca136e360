import { Component, DestroyRef, inject, signal } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import { DomSanitizer, type SafeResourceUrl } from '@angular/platform-browser';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getDocumentContent } from '../../api/fn/documents/get-document-content';
import type { Document } from '../../api/models/document';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Skeleton } from '../ui/skeleton.ts';

type Content = { kind: 'image' | 'pdf' | 'none'; url: SafeResourceUrl } | { kind: 'text'; text: string; url: SafeResourceUrl };

/** A file shown in place: pictures, PDF and XML; anything can be saved. */
@Component({
  selector: 'gbc-document-preview',
  imports: [MatDialogModule, ProblemNotice, Skeleton, TranslocoDirective],
  templateUrl: './document-preview.html',
  styles: `
    .view {
      min-height: 240px;
    }
    iframe {
      width: 100%;
      height: 68vh;
      border: 1px solid var(--line);
    }
    img {
      max-width: 100%;
    }
    pre {
      margin: 0;
      padding: 12px;
      overflow: auto;
      background: var(--surface-sunk);
      font: 12px/1.6 var(--font-mono);
    }
  `,
})
export class DocumentPreview {
  readonly #api = inject(Api);
  readonly #sanitizer = inject(DomSanitizer);
  protected readonly document = inject<Document>(MAT_DIALOG_DATA);
  protected readonly content = signal<Content | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);
  #objectUrl: string | undefined;

  constructor() {
    void this.#load();
    inject(DestroyRef).onDestroy(() => {
      if (this.#objectUrl) URL.revokeObjectURL(this.#objectUrl);
    });
  }

  async #load(): Promise<void> {
    try {
      const bytes = await this.#api.invoke(getDocumentContent, { documentId: this.document.documentId });
      this.content.set(await this.#contentOf(bytes));
    } catch (error) {
      this.problem.set(problemOf(error));
    }
  }

  /** The type is the one the server found in the bytes, so that no file is run as a page. */
  async #contentOf(bytes: Blob): Promise<Content> {
    const { mediaType } = this.document;
    this.#objectUrl = URL.createObjectURL(new Blob([bytes], { type: mediaType.includes('html') || mediaType.includes('svg') ? 'text/plain' : mediaType }));
    const url = this.#sanitizer.bypassSecurityTrustResourceUrl(this.#objectUrl);
    if (/^image\/(png|jpeg|webp|gif)$/.test(mediaType)) return { kind: 'image', url };
    if (mediaType === 'application/pdf') return { kind: 'pdf', url };
    if (mediaType.includes('xml') || mediaType.startsWith('text/')) return { kind: 'text', text: await bytes.text(), url };
    return { kind: 'none', url };
  }
}

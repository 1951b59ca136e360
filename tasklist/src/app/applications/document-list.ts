import { Component, inject, input, output } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Document } from '../../api/models/document';
import { ErasureButton } from '../erasure/erasure-button.ts';
import { formatSize } from '../format/size.ts';
import { Icon } from '../ui/icon.ts';

/** Files of an application; a press opens one without leaving the page. */
@Component({
  selector: 'gbc-document-list',
  imports: [ErasureButton, Icon, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (documents().length === 0) {
        <p class="soft">{{ t('document.none') }}</p>
      }
      <ul>
        @for (document of documents(); track document.documentId) {
          <li>
            <button type="button" class="file" [disabled]="document.erasedAt !== null" (click)="open(document)">
              <gbc-icon name="file" />
              <span class="name" [class.faint]="document.erasedAt !== null">{{ document.erasedAt ? t('document.erased') : document.name }}</span>
              <small class="faint">{{ document.kind ? t('documentKind.' + document.kind) : '' }} · {{ formatSize(document.sizeBytes) }}</small>
            </button>
            @if (mayErase() && !document.erasedAt) {
              <gbc-erasure-button subject="document" [subjectId]="document.documentId" [name]="document.name" (erased)="erased.emit()" />
            }
          </li>
        }
      </ul>
    </ng-container>
  `,
  styles: `
    li {
      display: flex;
      gap: 8px;
      align-items: center;
    }
    .file {
      flex: 1 1 auto;
      display: grid;
      grid-template-columns: 18px minmax(0, 1fr) auto;
      gap: 8px;
      align-items: center;
      width: 100%;
      padding: 6px 8px;
      border: 0;
      border-radius: var(--radius);
      background: none;
      color: var(--ink);
      font: inherit;
      text-align: left;
      cursor: pointer;
    }
    .file:disabled {
      cursor: default;
    }
    .file:enabled:hover {
      background: var(--ink-soft);
    }
    ul {
      margin: 0 -8px;
    }
    .name {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
  `,
})
export class DocumentList {
  readonly #dialog = inject(MatDialog);
  protected readonly formatSize = formatSize;
  readonly documents = input.required<Document[]>();
  /** A platform admin may destroy one of them. */
  readonly mayErase = input(false);
  readonly erased = output();

  protected async open(document: Document): Promise<void> {
    const { DocumentPreview } = await import('./document-preview.ts');
    this.#dialog.open(DocumentPreview, { data: document, width: '960px', maxWidth: '96vw' });
  }
}

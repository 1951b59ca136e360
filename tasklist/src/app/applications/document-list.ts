import { Component, inject, input } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Document } from '../../api/models/document';
import { formatSize } from '../format/size.ts';
import { Icon } from '../ui/icon.ts';

/** Files of an application; a press opens one without leaving the page. */
@Component({
  selector: 'gbc-document-list',
  imports: [Icon, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (documents().length === 0) {
        <p class="soft">{{ t('document.none') }}</p>
      }
      <ul>
        @for (document of documents(); track document.documentId) {
          <li>
            <button type="button" (click)="open(document)">
              <gbc-icon name="file" />
              <span class="name">{{ document.name }}</span>
              <small class="faint">{{ document.kind ? t('documentKind.' + document.kind) : '' }} · {{ formatSize(document.sizeBytes) }}</small>
            </button>
          </li>
        }
      </ul>
    </ng-container>
  `,
  styles: `
    button {
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
    button:hover {
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

  protected async open(document: Document): Promise<void> {
    const { DocumentPreview } = await import('./document-preview.ts');
    this.#dialog.open(DocumentPreview, { data: document, width: '960px', maxWidth: '96vw' });
  }
}

import { Component, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { formatSize } from '../format/size.ts';
import { Icon } from '../ui/icon.ts';
import { DocumentUploads, type DocumentKind } from './document-uploads.ts';

const accepted: Record<DocumentKind, string> = {
  proposal: '.pdf,.png,.jpg,.jpeg,application/pdf,image/*',
  contract: '.pdf,.png,.jpg,.jpeg,application/pdf,image/*',
  invoice: '.pdf,.png,.jpg,.jpeg,application/pdf,image/*',
  eInvoice: '.xml,application/xml,text/xml',
  supplement: '.pdf,.png,.jpg,.jpeg,.xml,application/pdf,image/*',
  statement: '.pdf,.png,.jpg,.jpeg,application/pdf,image/*',
};

/** One place for each kind of file that an application needs. */
@Component({
  selector: 'gbc-document-slots',
  imports: [Icon, TranslocoDirective],
  templateUrl: './document-slots.html',
  styleUrl: './document-slots.scss',
})
export class DocumentSlots {
  protected readonly uploads = inject(DocumentUploads);
  protected readonly accepted = accepted;
  protected readonly formatSize = formatSize;

  readonly kinds = input.required<DocumentKind[]>();
  readonly isCited = input(false);

  protected choose(kind: DocumentKind, input: EventTarget | null): void {
    if (!(input instanceof HTMLInputElement)) return;
    for (const file of input.files ?? []) this.uploads.add(kind, file);
    input.value = '';
  }

  protected drop(kind: DocumentKind, event: DragEvent): void {
    event.preventDefault();
    for (const file of event.dataTransfer?.files ?? []) this.uploads.add(kind, file);
  }
}

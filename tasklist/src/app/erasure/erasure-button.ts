import { Component, inject, input, output } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ErasureOrder } from './erasure-dialog.ts';

/** Erases the personal data of what it stands beside; whoever shows it knows that the reader may. */
@Component({
  selector: 'gbc-erasure-button',
  imports: [TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <button type="button" class="button plain small" data-action="erase" [attr.aria-label]="t('erasure.orderOf', { name: name() })" (click)="order()">{{ t('erasure.order') }}</button>
    </ng-container>
  `,
})
export class ErasureButton {
  readonly #dialog = inject(MatDialog);
  readonly subject = input.required<ErasureOrder['subject']>();
  readonly subjectId = input.required<string>();
  readonly name = input.required<string>();
  readonly erased = output();

  protected async order(): Promise<void> {
    const { ErasureDialog } = await import('./erasure-dialog.ts');
    const data: ErasureOrder = { subject: this.subject(), subjectId: this.subjectId(), name: this.name() };
    this.#dialog.open(ErasureDialog, { width: '520px', maxWidth: '96vw', data }).afterClosed().subscribe((isDone) => isDone && this.erased.emit());
  }
}

import { Component, computed, inject, input, output } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import type { NewFreeze } from '../../api/models/new-freeze';
import { SessionStore } from '../session/session-store.ts';

/** For the regulator alone: freezes what it stands beside. */
@Component({
  selector: 'gbc-freeze-button',
  imports: [TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (isRegulator()) {
        <button type="button" class="button plain small" data-action="freeze" [attr.aria-label]="t('freeze.orderOf', { name: name() })" (click)="order()">{{ t('freeze.order') }}</button>
      }
    </ng-container>
  `,
})
export class FreezeButton {
  readonly #dialog = inject(MatDialog);
  readonly #session = inject(SessionStore);
  readonly subject = input.required<NewFreeze['subject']>();
  readonly subjectId = input.required<string>();
  readonly name = input.required<string>();
  readonly ordered = output();
  protected readonly isRegulator = computed(() => this.#session.has('regulator'));

  protected async order(): Promise<void> {
    const { FreezeOrderDialog } = await import('./freeze-order-dialog.ts');
    const data = { subject: this.subject(), subjectId: this.subjectId(), name: this.name() };
    this.#dialog.open(FreezeOrderDialog, { width: '480px', maxWidth: '96vw', data }).afterClosed().subscribe((isDone) => isDone && this.ordered.emit());
  }
}

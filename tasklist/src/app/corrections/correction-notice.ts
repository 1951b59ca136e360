import { Component, inject, input, output } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Application } from '../../api/models/application';
import { StateChip } from '../ui/state-chip.ts';

/** Above a payment's trail: that it is to be, or was, taken back; a finance supervisor of who paid proposes it here. */
@Component({
  selector: 'gbc-correction',
  imports: [RouterLink, StateChip, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (application().correction; as it) {
        <p class="row" role="note">
          <gbc-state [state]="it.state === 'completed' ? 'corrected' : it.state" />
          <span>{{ t('correction.standing.' + standingOf(it.state)) }}</span>
          <a [routerLink]="['/applications', it.applicationId]">{{ t('correction.see') }}</a>
        </p>
      } @else if (application().mayCorrectPayoutNo !== null) {
        <p class="row">
          <span class="soft">{{ t('correction.offer') }}</span>
          <button type="button" class="button small" data-action="correct" (click)="propose()">{{ t('correction.propose') }}</button>
        </p>
      }
    </ng-container>
  `,
  styles: `
    .row {
      padding: 10px 14px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--surface-sunk);
    }
    span {
      flex: 1 1 200px;
    }
  `,
})
export class CorrectionNotice {
  readonly #dialog = inject(MatDialog);
  readonly application = input.required<Application>();
  readonly changed = output();

  protected standingOf(state: Application['state']): 'completed' | 'rejected' | 'terminated' | 'approvingCorrection' {
    return state === 'completed' || state === 'rejected' || state === 'terminated' ? state : 'approvingCorrection';
  }

  protected async propose(): Promise<void> {
    const { CorrectionDialog } = await import('./correction-dialog.ts');
    this.#dialog.open(CorrectionDialog, { width: '480px', maxWidth: '96vw', data: this.application() }).afterClosed().subscribe((isDone) => isDone && this.changed.emit());
  }
}

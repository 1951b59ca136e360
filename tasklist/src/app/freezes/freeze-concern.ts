import { Component, inject, input, output } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import type { FreezeOfApplication } from '../../api/models/freeze-of-application';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Time } from '../ui/time.ts';

/** Why an application's money stands still: what works all the same, what doesn't, what happens next and who must act. */
@Component({
  selector: 'gbc-freeze-concern',
  imports: [Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @for (it of freezes(); track it.freezeId) {
        <section>
          <p class="row">
            <span class="chip bad">{{ t('freeze.chip') }}</span>
            <strong>{{ t('freeze.concerns.' + it.concerns, { organisation: reference.organisationName(it.organisationId) }) }}</strong>
            <span class="soft">
              <gbc-time [at]="it.orderedAt" /> —
              @if (it.expiresAt; as at) {
                <gbc-time [at]="at" />
              } @else {
                {{ t('freeze.untilLifted') }}
              }
            </span>
          </p>
          @if (it.reason) {
            <p>{{ t('freeze.reason') }}{{ it.reason }}</p>
          }
          <p class="row">
            <span class="soft next">{{ t('freeze.nextStep.' + nextOf(it)) }}</span>
            @if (it.mayAppealFor.length) {
              <button type="button" class="button small" data-action="appeal" (click)="act('appeal', it)">{{ t('freeze.appeal') }}</button>
            }
            @if (it.mayAnswer) {
              <button type="button" class="button small" data-action="answer" (click)="act('answer', it)">{{ t(it.appealedAt ? 'freeze.answer' : 'freeze.lift') }}</button>
            }
          </p>
        </section>
      }
      <dl class="facts">
        <dt>{{ t('freeze.works') }}</dt>
        <dd>{{ t('freeze.stillWorks') }}</dd>
        <dt>{{ t('freeze.stands') }}</dt>
        <dd>{{ t('freeze.standsStill') }}</dd>
        <dt>{{ t('freeze.next') }}</dt>
        <dd>{{ t('freeze.afterwards') }}</dd>
      </dl>
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      gap: 10px;
      padding: 12px 16px;
      border: 1px solid var(--line);
      border-left: 3px solid var(--bad);
      border-radius: var(--radius);
      background: var(--surface);
    }
    section {
      display: grid;
      gap: 6px;
      padding-bottom: 10px;
      border-bottom: 1px solid var(--line);
    }
    .next {
      flex: 1 1 220px;
    }
  `,
  host: { role: 'note' },
})
export class FreezeConcern {
  readonly #dialog = inject(MatDialog);
  protected readonly reference = inject(ReferenceStore);
  readonly freezes = input.required<FreezeOfApplication[]>();
  readonly changed = output();

  /** Who is to act: the regulator on an appeal, those concerned, or the clock. */
  protected nextOf({ appealedAt, expiresAt }: FreezeOfApplication): 'appealed' | 'expires' | 'open' {
    if (appealedAt) return 'appealed';
    return expiresAt ? 'expires' : 'open';
  }

  protected async act(act: 'appeal' | 'answer', { freezeId, appealedAt, mayAppealFor }: FreezeOfApplication): Promise<void> {
    const { FreezeDialog } = await import('./freeze-dialog.ts');
    const data = { act, freezeId, isAppealed: appealedAt !== null, organisationIds: mayAppealFor };
    this.#dialog.open(FreezeDialog, { width: '480px', maxWidth: '96vw', data }).afterClosed().subscribe((isDone) => isDone && this.changed.emit());
  }
}

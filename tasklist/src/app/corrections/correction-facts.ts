import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getApplication } from '../../api/fn/applications/get-application';
import type { Application } from '../../api/models/application';
import { chineseAmount } from '../format/chinese-amount.ts';
import { liveQuery } from '../live/live-query.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Amount } from '../ui/amount.ts';
import { StateChip } from '../ui/state-chip.ts';
import { Time } from '../ui/time.ts';

/** The ledger’s refusals that say: the payee has no longer all of it. */
const usedCodes: readonly string[] = ['ledger.overdraft', 'ledger.tokensMoved'];

/** What is to go back to whom and why; what was decided on it, and, where the ledger would not, its reason. */
@Component({
  selector: 'gbc-correction-facts',
  imports: [Amount, RouterLink, StateChip, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (application().refusal; as it) {
        <p class="refusal" role="alert"><strong>{{ t('correction.refused') }}</strong> {{ used.includes(it.code) ? t('correction.tokensUsed') : it.message }}<br /><span class="soft">{{ t('correction.refusedHint') }}</span></p>
      }
      <section>
        <p class="soft">{{ t('correction.goesBack') }}</p>
        <gbc-amount class="sum" [fen]="application().amountFen" [hasHint]="true" />
        <p class="soft" lang="zh-CN">{{ inWords() }}</p>
        @if (corrected.value(); as it) {
          <p>{{ reference.organisationName(it.applicantOrganisationId) }} → {{ reference.organisationName(it.payerOrganisationId) }}</p>
        }
      </section>
      @if (corrected.value(); as it) {
        <dl class="facts">
          <dt>{{ t('correction.payment') }}</dt>
          <dd><a [routerLink]="['/applications', it.applicationId]" [queryParams]="{ tab: 'money' }">{{ it.title }}</a> <gbc-state [state]="it.state" /></dd>
          <dt>{{ t('correction.reason') }}</dt>
          <dd class="words">{{ reason() }}</dd>
        </dl>
      }
      @if (application().decisions.length) {
        <ol>
          @for (it of application().decisions; track it.decisionId) {
            <li>
              <strong>{{ t($first ? 'correction.proposedBy' : it.outcome === 'approved' ? 'correction.confirmedBy' : 'correction.rejectedBy') }}</strong>
              {{ it.personName }} · {{ reference.organisationName(it.organisationId) }} · <gbc-time [at]="it.at" />
              @if (!$first && it.reason) {
                <p class="words">{{ it.reason }}</p>
              }
            </li>
          }
        </ol>
      }
      <p class="soft">{{ t('correction.consequence') }}</p>
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      gap: 16px;
    }
    section {
      display: grid;
      gap: 4px;
      padding: 20px 24px;
      border: 1px solid var(--line);
      border-radius: 6px;
      background: var(--surface-sunk);
    }
    .sum {
      font-size: 28px;
      font-weight: 600;
    }
    .words {
      white-space: pre-line;
    }
    dd gbc-state {
      margin-left: 8px;
    }
    li {
      padding: 6px 0;
      border-bottom: 1px solid var(--line);
    }
    li:last-child {
      border: 0;
    }
  `,
})
export class CorrectionFacts {
  readonly #api = inject(Api);
  protected readonly reference = inject(ReferenceStore);
  readonly application = input.required<Application>();
  protected readonly used = usedCodes;
  protected readonly corrected = liveQuery({
    params: () => this.application().corrects?.applicationId,
    load: (applicationId) => this.#api.invoke(getApplication, { applicationId }),
    refreshOn: ['application'],
  });
  protected readonly reason = computed(() => {
    const words = this.application().revisions.at(-1)?.form['reason'];
    return typeof words === 'string' ? words : '';
  });
  protected readonly inWords = computed(() => chineseAmount(this.application().amountFen ?? 0));
}

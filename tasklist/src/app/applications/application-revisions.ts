import { Component, computed, inject, input, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Application } from '../../api/models/application';
import { EmptyState } from '../ui/empty-state.ts';
import { Time } from '../ui/time.ts';
import { ApplicationFacts } from './application-facts.ts';
import { FieldLabels } from './field-labels.ts';
import { Findings } from './findings.ts';

/** What was applied for, revision by revision, with what the rules found. */
@Component({
  selector: 'gbc-application-revisions',
  imports: [ApplicationFacts, EmptyState, Findings, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (shown(); as it) {
        @if (revisions().length > 1) {
          <div class="row">
            <div class="segments" role="group" [attr.aria-label]="t('revision.choose')">
              @for (other of revisions(); track other.revision) {
                <button type="button" [attr.aria-pressed]="other.revision === it.revision" (click)="chosen.set(other.revision)">{{ t('revision.number', { revision: other.revision }) }}</button>
              }
            </div>
            @if (it.changedFields.length) {
              <span class="soft">{{ t('revision.changedFields') }} @for (field of it.changedFields; track field) {<span class="chip wait">{{ labels.labelOf(field) }}</span>}</span>
            }
          </div>
        }
        <div class="columns">
          @if (application().erasedAt) {
            <gbc-empty icon="edit" [title]="t('erasure.formGone')" [hint]="t('erasure.formGoneHint')"><code class="hash">{{ it.formHash }}</code></gbc-empty>
          } @else {
            <gbc-application-facts [form]="it.form" [changedFields]="it.changedFields" />
          }
          <aside>
            <h3>{{ t('context.findings') }}</h3>
            <gbc-findings [findings]="it.findings" />
            <p class="faint">{{ t('revision.submitted') }} {{ it.submittedBy }} · <gbc-time [at]="it.submittedAt" /></p>
          </aside>
        </div>
      } @else {
        <gbc-empty icon="edit" [title]="t('revision.none')" [hint]="t('revision.noneHint')" />
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      gap: 16px;
    }
    .columns {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 380px);
      gap: 32px;
    }
    .hash {
      overflow-wrap: anywhere;
    }
    aside {
      display: grid;
      gap: 12px;
      align-content: start;
    }
    @media (max-width: 900px) {
      .columns {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
})
export class ApplicationRevisions {
  protected readonly labels = inject(FieldLabels);
  readonly application = input.required<Application>();
  protected readonly chosen = signal<number | undefined>(undefined);
  protected readonly revisions = computed(() => [...this.application().revisions].sort((a, b) => a.revision - b.revision));
  protected readonly shown = computed(() => this.revisions().find((it) => it.revision === this.chosen()) ?? this.revisions().at(-1));
}

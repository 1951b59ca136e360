import { Component, computed, effect, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { createApplication } from '../../api/fn/applications/create-application';
import type { NewApplication } from '../../api/models/new-application';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Intent } from '../session/intent.ts';
import { SessionStore } from '../session/session-store.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { flowChoices } from './flow-choice.ts';

/** Choose what for and from whom; the draft is then kept on the server, so that it survives a closed tab. */
@Component({
  selector: 'gbc-new-application',
  imports: [EmptyState, ProblemNotice, RouterLink, TranslocoDirective],
  template: `
    <div class="page" *transloco="let t">
      <header class="page-head"><h1>{{ t('newApplication.title') }}</h1></header>
      @if (choices().length === 0) {
        <gbc-empty icon="applications" [title]="t('newApplication.mayNot')" [hint]="t('newApplication.mayNotHint')">
          <a class="button" routerLink="/applications">{{ t('place.applications') }}</a>
        </gbc-empty>
      } @else {
        <form class="panel" (submit)="$event.preventDefault(); begin()">
          <div class="body stack">
            @if (problem(); as it) {
              <gbc-problem [problem]="it" />
            }
            <fieldset>
              <legend>{{ t('newApplication.flow') }}</legend>
              @for (choice of choices(); track $index) {
                <label><input type="radio" name="flow" [checked]="chosen() === choice" (change)="index.set($index)" /> {{ t('process.' + choice.processId) }} <small class="faint">{{ reference.organisationName(choice.applicantOrganisationId) }}</small></label>
              }
            </fieldset>
            <label class="field">
              <span>{{ t('newApplication.payer') }}</span>
              <select class="input" name="payer" (change)="payerId.set($any($event.target).value)">
                @for (payer of chosen()?.payers ?? []; track payer.organisationId) {
                  <option [value]="payer.organisationId" [selected]="payer.organisationId === payerId()">{{ reference.nameOf(payer) }}</option>
                }
              </select>
            </label>
            <div class="row"><button type="submit" class="button primary" [disabled]="isBusy() || !payerId()">{{ t('newApplication.begin') }}</button></div>
          </div>
        </form>
      }
    </div>
  `,
  styles: `
    form {
      max-width: 560px;
    }
    fieldset {
      display: grid;
      gap: 8px;
      margin: 0;
      padding: 0;
      border: 0;
    }
    legend {
      padding: 0 0 6px;
      color: var(--text-soft);
      font-size: 12px;
    }
  `,
})
export class NewApplicationPage {
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #session = inject(SessionStore);
  readonly #intent = new Intent();
  protected readonly reference = inject(ReferenceStore);

  protected readonly choices = computed(() => flowChoices(this.#session.memberships(), this.reference.organisations()));
  protected readonly index = signal(0);
  protected readonly chosen = computed(() => this.choices()[this.index()]);
  protected readonly payerId = signal<string | undefined>(undefined);
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  constructor() {
    effect(() => this.payerId.set(this.chosen()?.payers[0]?.organisationId));
  }

  protected async begin(): Promise<void> {
    const choice = this.chosen();
    const payerOrganisationId = this.payerId();
    if (!choice || !payerOrganisationId) return;
    const body: NewApplication = { processId: choice.processId, applicantOrganisationId: choice.applicantOrganisationId, payerOrganisationId };
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      const { applicationId } = await this.#api.invoke(createApplication, { body, 'Idempotency-Key': this.#intent.keyFor(body) });
      await this.#router.navigate(['/applications', applicationId, 'draft'], { replaceUrl: true });
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}

import { Component, computed, DestroyRef, effect, inject, input, signal, untracked, viewChild } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { saveDraft } from '../../api/fn/applications/save-draft';
import type { Application } from '../../api/models/application';
import type { DraftInput } from '../../api/models/draft-input';
import { DocumentSlots } from '../forms/document-slots.ts';
import { DocumentUploads, type DocumentKind } from '../forms/document-uploads.ts';
import { FormView } from '../forms/form-view.ts';
import type { FormData } from '../forms/yuan-fields.ts';
import { Intent } from '../session/intent.ts';
import { latestRevision, returnedBecause } from './latest.ts';
import { ProjectOptions } from './project-options.ts';

const saveAfterMs = 900;

/** The form of an application with its files beside it; every entry is kept as a draft by itself. */
@Component({
  selector: 'gbc-application-form',
  imports: [DocumentSlots, FormView, TranslocoDirective],
  providers: [DocumentUploads],
  template: `
    <ng-container *transloco="let t">
      @if (projects(); as options) {
        <gbc-form [schema]="schema()" [data]="start().form" [options]="{ projects: options }" [cited]="citedFields()" (entered)="entered.set($event)" />
      }
      <section>
        @if (kinds().length) {
          <h2>{{ t('application.files') }}</h2>
          <gbc-document-slots [kinds]="kinds()" [isCited]="citedFields().includes('files') || citedFields().includes('documents') || citedFields().includes('documents.statement')" />
        }
        <p class="faint" aria-live="polite">{{ t('draft.' + saved()) }}</p>
      </section>
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr));
      gap: 16px 32px;
    }
    section {
      display: grid;
      gap: 10px;
      align-content: start;
    }
  `,
})
export class ApplicationForm {
  readonly #api = inject(Api);
  readonly #uploads = inject(DocumentUploads);
  readonly #options = inject(ProjectOptions);
  private readonly formView = viewChild(FormView);
  readonly #intent = new Intent();
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly application = input.required<Application>();
  readonly schema = input.required<Record<string, unknown>>();
  /** Fields that the server refused, besides the one a rejection cites. */
  readonly refusedFields = input<string[]>([]);

  protected readonly entered = signal<FormData | undefined>(undefined);
  protected readonly saved = signal<'untouched' | 'saving' | 'saved' | 'unsaved'>('untouched');
  protected readonly start = computed<DraftInput>(() => {
    const { draft } = this.application();
    return { form: draft?.form ?? latestRevision(this.application())?.form ?? {}, documents: draft?.documents ?? [] };
  });
  protected readonly kinds = computed<DocumentKind[]>(() => {
    const { processId, applicantRole } = this.application();
    // Whom the bank is to pay is entered, not shown by files.
    if (processId === 'redemption') return [];
    if (applicantRole === 'individual') return ['statement', 'supplement'];
    return processId === 'street-approval' ? ['proposal', 'contract', 'invoice', 'eInvoice', 'supplement'] : ['proposal', 'supplement'];
  });
  protected readonly projects = computed(() => this.#options.forPayer(this.application().payerOrganisationId));
  protected readonly citedFields = computed(() => {
    const cited = returnedBecause(this.application())?.field;
    const refused = (latestRevision(this.application())?.findings ?? []).filter((it) => it.outcome === 'refused').map((it) => it.field ?? '');
    return [...(cited ? [cited] : refused), ...this.refusedFields()];
  });

  constructor() {
    let isBegun = false;
    effect(() => {
      const application = this.application();
      if (isBegun) return;
      isBegun = true;
      untracked(() => this.#uploads.begin(application.draft ? application.draftDocuments : (latestRevision(application)?.documents ?? [])));
    });
    let before: string | undefined;
    effect(() => {
      const now = JSON.stringify([this.entered(), this.#uploads.attached()]);
      if (before !== undefined && before !== now) this.#saveSoon();
      before = now;
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  /** What is entered now, checked; `undefined` while the form or a file is on its way. */
  collect(): (DraftInput & { isValid: boolean }) | undefined {
    const view = this.formView();
    if (!view || this.#uploads.isBusy()) return undefined;
    const { form, isValid } = view.submit();
    clearTimeout(this.#timer);
    return { form, documents: this.#uploads.attached(), isValid };
  }

  #saveSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#save(), saveAfterMs);
  }

  async #save(): Promise<void> {
    const { applicationId, mayEdit } = this.application();
    if (!mayEdit) return;
    const body: DraftInput = { form: this.entered() ?? this.start().form, documents: this.#uploads.attached() };
    this.saved.set('saving');
    try {
      await this.#api.invoke(saveDraft, { applicationId, body, 'Idempotency-Key': this.#intent.keyFor(body) });
      this.#intent.done();
      this.saved.set('saved');
    } catch {
      // Kept on the screen; the next entry tries again, and sending says what is wrong.
      this.saved.set('unsaved');
    }
  }
}

import { Component, computed, effect, type ElementRef, inject, input, output, signal, untracked, viewChild, ViewEncapsulation } from '@angular/core';
import type { Form } from '@bpmn-io/form-js-viewer';
import { TranslocoService } from '@jsverse/transloco';
import { LanguageStore } from '../language/language-store.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { markCitedFields } from './cited-fields.ts';
import { speakPlaceholders } from './form-placeholders.ts';
import { speakValidation } from './form-validation-messages.ts';
import { fenToYuanFields, yuanToFenFields, type FormData } from './yuan-fields.ts';

export interface FormOutcome {
  /** What was entered, amounts in fen. */
  form: FormData;
  isValid: boolean;
}

/** A form-js form as the process carries it. Its data come and go as the API has them: amounts in fen. */
@Component({
  selector: 'gbc-form',
  imports: [Skeleton],
  template: `
    @if (!isReady()) {
      <gbc-skeleton [lines]="8" />
    }
    <div #host class="form-host" [style.--form-select]="words().select" [style.--form-none]="words().none"></div>
  `,
  styleUrl: './form-view.scss',
  encapsulation: ViewEncapsulation.None,
})
export class FormView {
  readonly #transloco = inject(TranslocoService);
  readonly #language = inject(LanguageStore).language;
  private readonly host = viewChild.required<ElementRef<HTMLElement>>('host');
  readonly #schema = computed(() => this.schema(), { equal: isSame });
  #form: Form | undefined;

  readonly schema = input.required<Record<string, unknown>>();
  /** The data to begin with. A later value is not taken over: what the person entered since stays. */
  readonly data = input<FormData>({});
  /** Lists that select fields take their options from, by their `valuesKey`; they must be there when the form is made. */
  readonly options = input<Record<string, unknown>>({});
  /** Fields (as the API names them) that a rejection cites or the server refused. */
  readonly cited = input<string[]>([]);
  readonly entered = output<FormData>();

  protected readonly isReady = signal(false);
  protected readonly words = () => ({
    select: JSON.stringify(this.#transloco.translate('form.select', {}, this.#language())),
    none: JSON.stringify(this.#transloco.translate('form.noOptions', {}, this.#language())),
  });

  constructor() {
    effect((onCleanup) => {
      const schema = this.#schema();
      let isCurrent = true;
      onCleanup(() => {
        isCurrent = false;
        this.#form?.destroy();
        this.#form = undefined;
      });
      void untracked(() => this.#open(schema, () => isCurrent));
    });
    effect(() => {
      const search = this.#transloco.translate('form.search', {}, this.#language());
      if (this.isReady()) requestAnimationFrame(() => speakPlaceholders(this.host().nativeElement, search));
    });
    effect(() => {
      if (this.isReady() && this.#form) markCitedFields(this.#form, this.host().nativeElement, this.cited());
    });
  }

  /** Checks every field; the first wrong one gets the focus. */
  submit(): FormOutcome {
    if (!this.#form) return { form: this.data(), isValid: false };
    const { data, errors } = this.#form.submit();
    const isValid = Object.keys(errors).length === 0;
    if (!isValid) {
      // form-js draws its errors in the next frame.
      requestAnimationFrame(() => this.host().nativeElement.querySelector<HTMLElement>('.fjs-has-errors input, .fjs-has-errors textarea')?.focus());
    }
    return { form: yuanToFenFields(data), isValid };
  }

  async #open(schema: Record<string, unknown>, isCurrent: () => boolean): Promise<void> {
    const { Form } = await import('@bpmn-io/form-js-viewer');
    if (!isCurrent()) return;
    // Without form-js's own delay: a field that is drawn anew while it waits loses what was just typed. Saving waits by itself.
    const options = { container: this.host().nativeElement, debounce: false };
    const form = new Form(options);
    speakValidation(form, (key, values) => this.#transloco.translate(key, values));
    await form.importSchema(schema, { ...fenToYuanFields(this.data()), ...this.options() });
    if (!isCurrent()) return form.destroy();
    form.on('changed', ({ data }: { data: FormData }) => this.#changed(data));
    this.#form = form;
    this.isReady.set(true);
  }

  #changed(data: FormData): void {
    const entered = Object.fromEntries(Object.entries(data).filter(([key]) => !(key in this.options())));
    this.entered.emit(yuanToFenFields(entered));
  }
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

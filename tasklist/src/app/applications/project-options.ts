import { inject, Injectable } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { formatFen } from '../format/fen.ts';
import { LanguageStore } from '../language/language-store.ts';
import { ReferenceStore } from '../reference/reference-store.ts';

/** The projects an applicant may choose from: those the payer has a budget for, with what is left of it. */
@Injectable({ providedIn: 'root' })
export class ProjectOptions {
  readonly #reference = inject(ReferenceStore);
  readonly #transloco = inject(TranslocoService);
  readonly #language = inject(LanguageStore).language;

  /** `undefined` while the projects are on their way. */
  forPayer(organisationId: string): { label: string; value: string }[] | undefined {
    if (!this.#reference.hasProjects()) return undefined;
    return this.#reference.projects().flatMap((project) => {
      const budget = project.budgets.find((it) => it.organisationId === organisationId);
      if (!budget) return [];
      const available = this.#transloco.translate('newApplication.available', { amount: formatFen(budget.availableFen) }, this.#language());
      return [{ label: `${this.#reference.nameOf(project)}（${available}）`, value: project.projectId }];
    });
  }
}

import { DOCUMENT, Component, inject, input, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getApplicationPacket } from '../../api/fn/evidence/get-application-packet';
import { getDayPacket } from '../../api/fn/evidence/get-day-packet';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Icon } from '../ui/icon.ts';
import { saveJson } from './save-json.ts';

/** What a packet can be asked about on a page. */
export type Matter = { readonly applicationId: string } | { readonly date: string };

/** Saves the audit packet of a matter, with the page beside it that checks it offline. */
@Component({
  selector: 'gbc-packet-download',
  imports: [Icon, ProblemNotice, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <p class="soft">{{ t('packet.explain') }}</p>
      <p class="row">
        <button type="button" class="button primary small" data-action="save-packet" [disabled]="isSaving()" (click)="save()"><gbc-icon name="download" />{{ t('packet.save') }}</button>
        <a class="button small" href="/verifier.html" download="verifier.html"><gbc-icon name="download" />{{ t('packet.verifier') }}</a>
      </p>
      @if (problem(); as it) {
        <gbc-problem [problem]="it" />
      }
    </ng-container>
  `,
  styles: `
    .row {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
  `,
})
export class PacketDownload {
  readonly #api = inject(Api);
  readonly #document = inject(DOCUMENT);
  readonly matter = input.required<Matter>();
  protected readonly isSaving = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async save(): Promise<void> {
    const matter = this.matter();
    this.problem.set(undefined);
    this.isSaving.set(true);
    try {
      if ('date' in matter) saveJson(this.#document, `packet-${matter.date}.json`, await this.#api.invoke(getDayPacket, matter));
      else saveJson(this.#document, `packet-${matter.applicationId}.json`, await this.#api.invoke(getApplicationPacket, matter));
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isSaving.set(false);
    }
  }
}

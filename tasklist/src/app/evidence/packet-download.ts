import { booleanAttribute, Component, inject, input, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Icon } from '../ui/icon.ts';
import { PacketFile, type Matter } from './packet-file.ts';

/** Saves the audit packet of a matter; unless it stands in a row, also as a COSE Receipt, with the page beside it that checks both offline. */
@Component({
  selector: 'gbc-packet-download',
  imports: [Icon, ProblemNotice, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (!isInRow()) {
        <p class="soft">{{ t('packet.explain') }}</p>
      }
      <p class="row">
        <button type="button" class="button small" [class.primary]="!isInRow()" data-action="save-packet" [disabled]="isSaving()" (click)="savePacket()"><gbc-icon name="download" />{{ t('packet.save') }}</button>
        @if (!isInRow()) {
          <button type="button" class="button small" data-action="save-cose" [disabled]="isSaving()" [title]="t('packet.coseHint')" (click)="saveCoseReceipt()"><gbc-icon name="download" />{{ t('packet.cose') }}</button>
          <a class="button small" href="/verifier.html" download="verifier.html"><gbc-icon name="download" />{{ t('packet.verifier') }}</a>
        }
      </p>
      @if (problem(); as it) {
        <gbc-problem [problem]="it" />
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 8px;
    }
    .row {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
  `,
})
export class PacketDownload {
  readonly #files = inject(PacketFile);
  readonly matter = input.required<Matter>();
  readonly isInRow = input(false, { transform: booleanAttribute });
  protected readonly isSaving = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected savePacket(): Promise<void> {
    return this.#save(() => this.#files.savePacket(this.matter()));
  }

  protected saveCoseReceipt(): Promise<void> {
    return this.#save(() => this.#files.saveCoseReceipt(this.matter()));
  }

  async #save(work: () => Promise<void>): Promise<void> {
    this.problem.set(undefined);
    this.isSaving.set(true);
    try {
      await work();
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isSaving.set(false);
    }
  }
}

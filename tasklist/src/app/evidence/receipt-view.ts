import { Component, computed, effect, inject, input, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Check } from '@gbc/anchoring-verifier';
import { Api } from '../../api/api';
import { getReceipt } from '../../api/fn/evidence/get-receipt';
import { LanguageStore } from '../language/language-store.ts';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { Icon } from '../ui/icon.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { ProofPicture, type PicturedProof } from './proof-picture.ts';
import { ReceiptFile } from './receipt-file.ts';

const tone: Record<Check['outcome'], string> = { passed: 'good', failed: 'bad', notChecked: '' };

/**
 * One event's receipt, checked here and now by the same code that an auditor runs. What needs a key or a chain that the
 * reader got elsewhere is named as not checked.
 */
@Component({
  selector: 'gbc-receipt',
  imports: [Icon, ProblemNotice, ProofPicture, Skeleton, TranslocoDirective],
  templateUrl: './receipt-view.html',
  styleUrl: './receipt-view.scss',
})
export class ReceiptView {
  readonly #api = inject(Api);
  readonly #files = inject(ReceiptFile);
  readonly #language = inject(LanguageStore).language;

  readonly eventId = input.required<string>();
  protected readonly tone = tone;
  protected readonly query = liveQuery({
    params: () => this.eventId(),
    load: (eventId) => this.#api.invoke(getReceipt, { eventId }),
    // A receipt that was checked stays as it is; a newer one is asked for by opening it again.
    refreshOn: [],
  });
  protected readonly text = computed(() => JSON.stringify(this.query.value(), null, 2));
  /** Shown once the receipt was read by the verifier, which alone says whether it holds. */
  protected readonly pictured = signal<PicturedProof | undefined>(undefined);
  protected readonly checks = signal<readonly Check[]>([]);

  constructor() {
    effect(() => {
      const receipt = this.query.value();
      this.checks.set([]);
      this.pictured.set(undefined);
      if (receipt) void this.#check(receipt);
    });
  }

  protected sentenceOf(check: Check): string {
    return this.#language() === 'en' ? check.sentence.en : check.sentence.zh;
  }

  protected async save(): Promise<void> {
    await this.#files.save(this.eventId());
  }

  async #check(receipt: unknown): Promise<void> {
    const { parseReceipt, verifyReceipt } = await import('@gbc/anchoring-verifier');
    const { checks, verdict } = await verifyReceipt(receipt, {});
    this.checks.set(checks);
    if (verdict !== 'failed') this.pictured.set(parseReceipt(receipt));
  }
}

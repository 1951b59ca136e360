import { inject, Injectable } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { LanguageStore } from '../language/language-store.ts';

const known = new Set(['street-approval', 'department-approval', 'district-approval', 'funding', 'payout', 'receipt', 'supplementary-material', 'redemption', 'correction']);

/** Names of flows: the model's own in Chinese, ours in English. */
@Injectable({ providedIn: 'root' })
export class ProcessNames {
  readonly #transloco = inject(TranslocoService);
  readonly #language = inject(LanguageStore).language;

  nameOf(processId: string, nameZh = ''): string {
    if (this.#language() === 'zh-CN' && nameZh) return nameZh;
    return known.has(processId) ? this.#transloco.translate(`process.${processId}`, {}, this.#language()) : nameZh || processId;
  }
}

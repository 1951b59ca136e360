import { DOCUMENT, inject, Injectable } from '@angular/core';
import { Api } from '../../api/api';
import { getReceipt } from '../../api/fn/evidence/get-receipt';
import { saveJson } from './save-file.ts';

/** Saves the receipt of an event as a file that anybody can check without us. */
@Injectable({ providedIn: 'root' })
export class ReceiptFile {
  readonly #api = inject(Api);
  readonly #document = inject(DOCUMENT);

  /** Rejects as the API does, e.g. while the event is not in the log yet. */
  async save(eventId: string): Promise<void> {
    saveJson(this.#document, `receipt-${eventId}.json`, await this.#api.invoke(getReceipt, { eventId }));
  }
}

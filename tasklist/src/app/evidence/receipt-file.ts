import { DOCUMENT, inject, Injectable } from '@angular/core';
import { Api } from '../../api/api';
import { getReceipt } from '../../api/fn/evidence/get-receipt';

/** Saves the receipt of an event as a file that anybody can check without us. */
@Injectable({ providedIn: 'root' })
export class ReceiptFile {
  readonly #api = inject(Api);
  readonly #document = inject(DOCUMENT);

  /** Rejects as the API does, e.g. while the event is not in the log yet. */
  async save(eventId: string): Promise<void> {
    const receipt = await this.#api.invoke(getReceipt, { eventId });
    const url = URL.createObjectURL(new Blob([`${JSON.stringify(receipt, null, 2)}\n`], { type: 'application/json' }));
    const link = this.#document.createElement('a');
    link.href = url;
    link.download = `receipt-${eventId}.json`;
    link.click();
    URL.revokeObjectURL(url);
  }
}

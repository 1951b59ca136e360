import { DOCUMENT, inject, Injectable } from '@angular/core';
import { Api } from '../../api/api';
import { getApplicationCoseReceipt } from '../../api/fn/evidence/get-application-cose-receipt';
import { getApplicationPacket } from '../../api/fn/evidence/get-application-packet';
import { getDayCoseReceipt } from '../../api/fn/evidence/get-day-cose-receipt';
import { getDayPacket } from '../../api/fn/evidence/get-day-packet';
import { getModelCoseReceipt } from '../../api/fn/evidence/get-model-cose-receipt';
import { getModelPacket } from '../../api/fn/evidence/get-model-packet';
import { getPaymentCoseReceipt } from '../../api/fn/evidence/get-payment-cose-receipt';
import { getPaymentPacket } from '../../api/fn/evidence/get-payment-packet';
import { saveFile, saveJson } from './save-file.ts';

/** What a packet can be asked about. */
export type Matter =
  | { readonly kind: 'application'; readonly applicationId: string }
  | { readonly kind: 'payment'; readonly applicationId: string; readonly payoutNo: number }
  | { readonly kind: 'model'; readonly processId: string; readonly version: number }
  | { readonly kind: 'day'; readonly date: string };

/** Saves the evidence about a matter as a file: the audit packet, or the COSE Receipt that other tools read. */
@Injectable({ providedIn: 'root' })
export class PacketFile {
  readonly #api = inject(Api);
  readonly #document = inject(DOCUMENT);

  /** Rejects as the API does, e.g. while nothing of the matter is in the log yet. */
  async savePacket(matter: Matter): Promise<void> {
    saveJson(this.#document, `${nameOf(matter)}.json`, await this.#packetOf(matter));
  }

  /** Rejects as {@link savePacket}. */
  async saveCoseReceipt(matter: Matter): Promise<void> {
    saveFile(this.#document, `${nameOf(matter)}.cose`, await this.#coseReceiptOf(matter));
  }

  #packetOf(matter: Matter): Promise<unknown> {
    switch (matter.kind) {
      case 'application':
        return this.#api.invoke(getApplicationPacket, matter);
      case 'payment':
        return this.#api.invoke(getPaymentPacket, { ...matter, payoutNo: String(matter.payoutNo) });
      case 'model':
        return this.#api.invoke(getModelPacket, { ...matter, version: String(matter.version) });
      case 'day':
        return this.#api.invoke(getDayPacket, matter);
    }
  }

  #coseReceiptOf(matter: Matter): Promise<Blob> {
    switch (matter.kind) {
      case 'application':
        return this.#api.invoke(getApplicationCoseReceipt, matter);
      case 'payment':
        return this.#api.invoke(getPaymentCoseReceipt, { ...matter, payoutNo: String(matter.payoutNo) });
      case 'model':
        return this.#api.invoke(getModelCoseReceipt, { ...matter, version: String(matter.version) });
      case 'day':
        return this.#api.invoke(getDayCoseReceipt, matter);
    }
  }
}

function nameOf(matter: Matter): string {
  switch (matter.kind) {
    case 'application':
      return `packet-${matter.applicationId}`;
    case 'payment':
      return `packet-${matter.applicationId}-payout-${matter.payoutNo}`;
    case 'model':
      return `packet-${matter.processId}-${matter.version}`;
    case 'day':
      return `packet-${matter.date}`;
  }
}

import { inject, Injectable } from '@angular/core';
import type { HistoryEntry } from '../../api/models/history-entry';
import { ElementNames } from './element-names.ts';
import { ProcessNames } from './process-names.ts';

/** The sentence of an event with its step and flow named in the reader's language: the server has the model's own names, which are Chinese. */
@Injectable({ providedIn: 'root' })
export class EventSentences {
  readonly #elements = inject(ElementNames);
  readonly #processes = inject(ProcessNames);

  of({ summary, elementId, elementName, processId, processName }: HistoryEntry): string {
    const withElement = elementId && elementName ? summary.replace(elementName, () => this.#elements.nameOf(elementId, elementName)) : summary;
    return processId && processName ? withElement.replace(processName, () => this.#processes.nameOf(processId, processName)) : withElement;
  }
}

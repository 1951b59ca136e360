import { DestroyRef, inject, Injectable, signal } from '@angular/core';

/** Whether the window is as narrow as a phone: the width at which pages become one column. */
@Injectable({ providedIn: 'root' })
export class NarrowScreen {
  readonly #media = matchMedia('(max-width: 760px)');
  readonly #isNarrow = signal(this.#media.matches);
  readonly isNarrow = this.#isNarrow.asReadonly();

  constructor() {
    const update = (): void => this.#isNarrow.set(this.#media.matches);
    this.#media.addEventListener('change', update);
    inject(DestroyRef).onDestroy(() => this.#media.removeEventListener('change', update));
  }
}

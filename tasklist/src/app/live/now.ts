import { Injectable, signal } from '@angular/core';

const tickMs = 10_000;

/** The clock of the screen: ages and deadlines move on without anybody doing anything. */
@Injectable({ providedIn: 'root' })
export class Now {
  readonly #now = signal(new Date());
  readonly now = this.#now.asReadonly();

  constructor() {
    setInterval(() => this.#now.set(new Date()), tickMs);
  }
}

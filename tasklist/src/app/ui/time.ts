import { Component, computed, inject, input } from '@angular/core';
import { formatAge, formatMinute, formatSecond } from '../format/time.ts';
import { LanguageStore } from '../language/language-store.ts';
import { Now } from '../live/now.ts';

/** An instant in Shanghai's time; how long ago it was stands in the tooltip. */
@Component({
  selector: 'gbc-time',
  template: `<time [attr.datetime]="at()" [title]="age()">{{ text() }}</time>`,
  styles: `
    time {
      white-space: nowrap;
    }
  `,
})
export class Time {
  readonly #now = inject(Now).now;
  readonly #language = inject(LanguageStore).language;
  readonly at = input.required<string>();
  readonly hasSeconds = input(false);
  protected readonly text = computed(() => (this.hasSeconds() ? formatSecond(this.at()) : formatMinute(this.at())));
  protected readonly age = computed(() => formatAge(this.at(), this.#now(), this.#language()));
}

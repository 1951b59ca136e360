import { Component, computed, inject } from '@angular/core';
import { LanguageStore } from '../language/language-store.ts';
import { LiveUpdates } from '../live/live-updates.ts';
import { SessionStore } from '../session/session-store.ts';

/** One press turns the screen to the other language; each is named in itself. */
@Component({
  selector: 'gbc-language',
  template: `<button type="button" class="button plain small" [lang]="other().code" (click)="toggle()">{{ other().name }}</button>`,
})
export class LanguageSwitch {
  readonly #session = inject(SessionStore);
  readonly #live = inject(LiveUpdates);
  readonly #language = inject(LanguageStore).language;
  protected readonly other = computed(() =>
    this.#language() === 'zh-CN' ? ({ code: 'en', name: 'English' } as const) : ({ code: 'zh-CN', name: '中文' } as const),
  );

  async toggle(): Promise<void> {
    await this.#session.chooseLanguage(this.other().code);
    // The server's sentences (history, findings) come in the reader's language too.
    this.#live.refreshEverything();
  }
}

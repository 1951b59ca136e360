import { DOCUMENT, inject, Injectable, signal } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { isLanguage, type Language } from './languages.ts';
import { loadChineseFontIfMissing } from './missing-chinese-font.ts';

const storageKey = 'gbc.language';

/** The language of the screen: Chinese first, then what the reader chose, kept in the browser and in the session. */
@Injectable({ providedIn: 'root' })
export class LanguageStore {
  readonly #transloco = inject(TranslocoService);
  readonly #document = inject(DOCUMENT);
  readonly #language = signal<Language>('zh-CN');

  readonly language = this.#language.asReadonly();

  /** Loads the words before the first page is shown. */
  async start(): Promise<void> {
    const kept = this.#document.defaultView?.localStorage.getItem(storageKey);
    await this.show(isLanguage(kept) ? kept : 'zh-CN');
    loadChineseFontIfMissing(this.#document);
  }

  /** Turns the screen to a language at once. */
  async show(language: Language): Promise<void> {
    await firstValueFrom(this.#transloco.load(language));
    this.#transloco.setActiveLang(language);
    this.#document.documentElement.lang = language;
    this.#document.defaultView?.localStorage.setItem(storageKey, language);
    this.#language.set(language);
  }
}

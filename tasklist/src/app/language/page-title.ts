import { effect, inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { TitleStrategy, type RouterStateSnapshot } from '@angular/router';
import { TranslocoService } from '@jsverse/transloco';
import { LanguageStore } from './language-store.ts';

/** The tab's title: the page's name in the reader's language, then the product's. */
@Injectable({ providedIn: 'root' })
export class PageTitle extends TitleStrategy {
  readonly #title = inject(Title);
  readonly #transloco = inject(TranslocoService);
  readonly #language = inject(LanguageStore).language;
  readonly #key = signal<string | undefined>(undefined);

  constructor() {
    super();
    effect(() => {
      const key = this.#key();
      this.#title.setTitle(key ? `${this.#transloco.translate(key, {}, this.#language())} · GBC Union` : 'GBC Union');
    });
  }

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.#key.set(this.buildTitle(snapshot));
  }
}

import { Injectable } from '@angular/core';
import type { Translation, TranslocoLoader } from '@jsverse/transloco';

/** Translations are chunks of the build, so that words and code are always of one version. */
@Injectable({ providedIn: 'root' })
export class TranslationLoader implements TranslocoLoader {
  async getTranslation(language: string): Promise<Translation> {
    return language === 'en' ? (await import('../../i18n/en.json')).default : (await import('../../i18n/zh-CN.json')).default;
  }
}

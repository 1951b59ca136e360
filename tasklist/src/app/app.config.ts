import { provideHttpClient, withInterceptors, withNoXsrfProtection, withXhr } from '@angular/common/http';
import { inject, isDevMode, provideAppInitializer, provideBrowserGlobalErrorListeners, type ApplicationConfig } from '@angular/core';
import { provideRouter, TitleStrategy, withComponentInputBinding, withInMemoryScrolling } from '@angular/router';
import { provideTransloco } from '@jsverse/transloco';
import { ApiConfiguration } from '../api/api-configuration';
import { routes } from './app.routes.ts';
import { LanguageStore } from './language/language-store.ts';
import { languages } from './language/languages.ts';
import { PageTitle } from './language/page-title.ts';
import { TranslationLoader } from './language/translation-loader.ts';
import { requestHeaders } from './session/request-headers.ts';
import { requestRefused } from './session/request-refused.ts';
import { sessionEnded } from './session/session-ended.ts';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(routes, withComponentInputBinding(), withInMemoryScrolling({ scrollPositionRestoration: 'enabled' })),
    // XMLHttpRequest, because fetch can't tell how far an upload is. Our own header carries the CSRF token (request-headers.ts).
    provideHttpClient(withXhr(), withNoXsrfProtection(), withInterceptors([requestHeaders, requestRefused, sessionEnded])),
    provideTransloco({
      config: { availableLangs: [...languages], defaultLang: 'zh-CN', fallbackLang: 'zh-CN', reRenderOnLangChange: true, prodMode: !isDevMode() },
      loader: TranslationLoader,
    }),
    provideAppInitializer(() => inject(LanguageStore).start()),
    { provide: TitleStrategy, useClass: PageTitle },
    { provide: ApiConfiguration, useValue: { rootUrl: '/api/v1' } },
  ],
};

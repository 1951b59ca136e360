import type { HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { LanguageStore } from '../language/language-store.ts';
import { SessionStore } from './session-store.ts';

/** Every request names the reader's language; every change carries the session's CSRF token. */
export const requestHeaders: HttpInterceptorFn = (request, next) => {
  const csrfToken = inject(SessionStore).csrfToken();
  const isChange = request.method !== 'GET';
  return next(
    request.clone({
      setHeaders: {
        'Accept-Language': inject(LanguageStore).language(),
        ...(isChange && csrfToken ? { 'X-CSRF-Token': csrfToken } : {}),
      },
    }),
  );
};

import { HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { catchError, throwError } from 'rxjs';
import { SessionStore } from './session-store.ts';

/** When the server no longer knows the session, the reader signs in again and comes back to where they were. */
export const sessionEnded: HttpInterceptorFn = (request, next) => {
  const session = inject(SessionStore);
  const router = inject(Router);
  return next(request).pipe(
    catchError((error: unknown) => {
      const wasSignedIn = Boolean(session.session());
      if (error instanceof HttpErrorResponse && error.status === 401 && wasSignedIn) {
        session.end();
        void router.navigate(['/sign-in'], { queryParams: { returnTo: router.url } });
      }
      return throwError(() => error);
    }),
  );
};

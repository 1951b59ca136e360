import { HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { catchError, throwError } from 'rxjs';
import { rememberRefused } from './intent.ts';

/** A command that was answered with a refusal is over: its key isn't sent again. One without an answer is tried again under its key. */
export const requestRefused: HttpInterceptorFn = (request, next) => next(request).pipe(
  catchError((error: unknown) => {
    const key = request.headers.get('Idempotency-Key');
    if (key && error instanceof HttpErrorResponse && error.status >= 400 && error.status < 500) rememberRefused(key);
    return throwError(() => error);
  }),
);

import { HttpErrorResponse } from '@angular/common/http';
import type { Problem } from '../../api/models/problem';

export type { Problem } from '../../api/models/problem';

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'title' in body && 'detail' in body;

/**
 * What went wrong as problem details. The server's are in the reader's language already; for those that arise here
 * (`client.offline`, `client.unexpected`) title and detail are empty and the code names the translation.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof HttpErrorResponse) {
    if (isProblem(error.error)) return error.error;
    if (error.status === 0 || error.status >= 502) return clientProblem('client.offline', error.status);
    return clientProblem('client.unexpected', error.status);
  }
  console.error(error);
  return clientProblem('client.unexpected', 0);
}

function clientProblem(code: 'client.offline' | 'client.unexpected', status: number): Problem {
  return { type: 'about:blank', title: '', detail: '', code, status, traceId: '' };
}

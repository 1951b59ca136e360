import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Language } from './call.ts';
import { preferredLanguage } from './language.ts';
import { sentence, type Sentences } from './messages.ts';
import { statusOf } from './problem-status.ts';

/** A refusal that only the edge knows of: bad input, no session, a missing key. */
export class ApiError extends Error {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly fields: NonNullable<Coded['fields']>;

  constructor(code: string, params: ApiError['params'] = {}, fields: ApiError['fields'] = []) {
    super(code);
    this.name = 'ApiError';
    this.code = code;
    this.params = params;
    this.fields = fields;
  }
}

/** The shape that refusals of every room share: a stable code, what fills its sentence, and the fields it names. */
interface Coded {
  readonly code: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly fields?: readonly { field: string; code: string; params?: Readonly<Record<string, unknown>> }[];
}

/** What a problem is answered with, before it is put into words. */
export type Refusal = Pick<ApiError, 'code' | 'params' | 'fields'> & { readonly status: number };

/** What an error is answered with: a refusal's own code, or that of a fault. */
export function refusalOf(error: unknown): Refusal {
  const { code, params = {}, fields = [] } = codedOf(error) ?? faultOf(httpStatusOf(error));
  return { code, params, fields, status: statusOf(code) };
}

/** What is said of an error that is no refusal of ours. */
const faultOf = (httpStatus: number | null): Coded => ({ code: httpStatus === 413 ? 'request.tooLarge' : httpStatus ? 'request.invalid' : 'server.fault' });

function codedOf(error: unknown): Coded | null {
  if (error instanceof z.ZodError) {
    return { code: 'request.invalid', fields: error.issues.map((issue) => ({ field: issue.path.join('.'), code: `form.${issue.code}`, params: { message: issue.message } })) };
  }
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if (error.name === 'EngineError') return { code: `engine.${error.code}`, params: { message: error.message } };
  if (error.name === 'MulterError') return { code: error.code === 'LIMIT_FILE_SIZE' ? 'document.tooLarge' : 'request.invalid' };
  return /^[a-z][A-Za-z]*\.[A-Za-z0-9]+$/.test(error.code) ? (error as unknown as Coded) : null;
}

/** Refusals of an uploaded file, which stands in the part `file`. */
const fileRefusals = ['document.empty', 'document.tooLarge', 'document.typeRefused', 'document.typeMismatch'];

/** express's own errors (broken JSON, too large a body) carry a status. */
function httpStatusOf(error: unknown): number | null {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500 ? error.status : null;
}

/** An error as RFC 9457 problem details in the reader's language. A fault says no more than its trace id. */
export function toProblem(error: unknown, language: Language, traceId: string) {
  const coded = codedOf(error) ?? faultOf(httpStatusOf(error));
  const words = (kind: keyof Sentences, code: string, params: Readonly<Record<string, unknown>> = {}) => sentence(language, kind, code, params);
  const title = words('title', coded.code, coded.params);
  const ofFile = fileRefusals.includes(coded.code) ? [{ field: 'file', code: coded.code, message: title }] : [];
  const errors = [...ofFile, ...(coded.fields ?? []).map(({ field, code, params }) => ({ field, code, message: words('field', code, params) }))];
  return {
    type: `urn:gbc-union:problem:${coded.code}`,
    title,
    status: statusOf(coded.code),
    detail: words('detail', coded.code, coded.params),
    code: coded.code,
    ...(errors.length > 0 ? { errors } : {}),
    traceId,
  };
}

export function sendProblem(error: unknown, request: Request, response: Response): void {
  const problem = toProblem(error, preferredLanguage(request), String(request.id));
  if (problem.status >= 500) request.log.error({ err: error }, problem.code);
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

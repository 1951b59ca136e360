import type { z } from 'zod';

/** One call of the API: what it takes, what it answers. The router, the OpenAPI document and the client come from it. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Below /api/v1, with `{name}` for a parameter. */
  readonly path: string;
  readonly tag: 'session' | 'reference' | 'documents' | 'applications' | 'tasks' | 'processes' | 'models' | 'funds' | 'evidence';
  readonly summary: string;
  readonly status?: 200 | 201 | 202 | 204;
  /** Open to a caller without a session. */
  readonly isPublic?: true;
  /** Sign-in alone: a command that can't carry an Idempotency-Key. */
  readonly isIdempotent?: true;
  /** The body is signed: these headers say by whom and when, and it is read as it came. */
  readonly signed?: { readonly headers: z.ZodObject; readonly body: z.ZodType };
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Takes `multipart/form-data` with the part `file` beside the fields of `body`. */
  readonly upload?: true;
  readonly response?: z.ZodType;
  /** Answers bytes or text of this type, or of one of these, not JSON. */
  readonly mediaType?: string | readonly string[];
}

/** Keeps the narrow type of each schema while checking the shape. */
export const operation = <const O extends Operation>(it: O): O => it;

import { createHash } from 'node:crypto';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import multer from 'multer';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Call, CommandHandler, FileAnswer, Handlers, QueryHandler } from './call.ts';
import { contract, type OperationId } from './contract.ts';
import { runOnce } from './idempotency.ts';
import { preferredLanguage } from './language.ts';
import type { Operation } from './operation.ts';
import { ApiError } from './problem.ts';
import { isFinal, recordRefusal, type RefusalParts } from './refusals.ts';

const uploadSizeBytesMax = 21 * 1024 * 1024;
const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: uploadSizeBytesMax, files: 1, fields: 10, parts: 12 } }).single('file');

type AnyHandler = QueryHandler<OperationId> | CommandHandler<OperationId>;

function parseCall(it: Operation, request: Request): Call {
  const by = request.signedIn;
  if (!by) throw new ApiError('session.missing');
  // Who is signed in may be asked all the same: the page must know that another password is due.
  if (by.mustChangePassword && it.tag !== 'session') throw new ApiError('session.passwordOneTime');
  return {
    params: request.params as Record<string, string>,
    query: (it.query ? it.query.parse(request.query) : undefined) as Call['query'],
    body: (it.body ? it.body.parse(request.body ?? {}) : undefined) as Call['body'],
    by,
    language: preferredLanguage(request),
    request,
  };
}

/** What makes two commands the same: where they go, what they say, and for an upload, the file's bytes. */
function contentOf(call: Call): unknown {
  const fileHash = call.request.file ? createHash('sha256').update(call.request.file.buffer).digest('hex') : null;
  return { params: call.params, body: call.body ?? null, fileHash };
}

function keyOf(request: Request): string {
  const key = request.get('Idempotency-Key');
  if (!key || key.length < 8 || key.length > 200) throw new ApiError('request.keyMissing');
  return key;
}

async function send(it: Operation, response: Response, answer: unknown): Promise<void> {
  if (it.mediaType) {
    const { mediaType, fileName, body } = answer as FileAnswer;
    response.type(mediaType).set('X-Content-Type-Options', 'nosniff');
    if (fileName) response.attachment(fileName);
    await pipeline(Readable.from(Buffer.isBuffer(body) ? [body] : body), response);
    return;
  }
  response.status(it.status ?? 200);
  if (answer === undefined) response.end();
  else response.json(answer);
}

/** Refuses a change that doesn't carry the session's token: another site's page can send the cookie, never the token. */
const checkCsrf: RequestHandler = (request, _response, next) => {
  const token = request.session.csrfToken;
  next(token && request.get('X-CSRF-Token') === token ? undefined : new ApiError('request.csrf'));
};

/**
 * A route for every operation of the contract: parsed by its schemas, commands run once for their key, and what a rule refuses
 * written down before it is answered.
 */
export function createRouter(parts: RefusalParts, handlers: Handlers<OperationId>): Router {
  const { database, env } = parts;
  const router = express.Router();
  for (const [id, it] of Object.entries(contract) as [OperationId, Operation][]) {
    const handler = handlers[id] as AnyHandler;
    const path = it.path.replace(/\{(\w+)\}/g, ':$1');
    const before: RequestHandler[] = [
      ...(it.method === 'get' || it.isPublic ? [] : [checkCsrf]),
      ...(it.upload ? [upload] : []),
    ];
    const serve = async (request: Request, response: Response) => {
      if (it.isPublic || it.isIdempotent) {
        // Sign-in and the session itself: their handlers read the request, since there may be nobody yet.
        const body = it.body ? it.body.parse(request.body ?? {}) : undefined;
        const call = { params: {}, query: undefined, body, by: request.signedIn, language: preferredLanguage(request), request } as unknown as Call;
        await send(it, response, await (handler as QueryHandler<OperationId>).answer(call));
        return;
      }
      const call = parseCall(it, request);
      if ('run' in handler) {
        const keyed = { personId: call.by.personId, key: keyOf(request), operation: id, content: contentOf(call) };
        const result = await runOnce(database, env, keyed, (tx) => handler.run(tx, call), isFinal);
        await send(it, response, await handler.answer(call, result));
      } else {
        await send(it, response, await handler.answer(call));
      }
    };
    router[it.method](path, ...before, async (request: Request, response: Response) => {
      try {
        await serve(request, response);
      } catch (error) {
        await recordRefusal(parts, id, it, request, error);
        throw error;
      }
    });
  }
  return router;
}

import { keepDelivery, readPush, verifyPush, BankError, type PushHeaders } from '@gbc/bank';
import { recordRefusedAttempt } from '@gbc/events';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { refusalOf } from '../problem.ts';

export const pushPath = '/bank/advices';
const sizeMaxBytes = 256 * 1024;

/** Nobody is signed in: a push that is refused is counted for nobody in particular. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** The body of a push as the bytes that were signed. Bigger ones aren't read to their end. */
export const pushBody: RequestHandler = express.raw({ type: () => true, limit: sizeMaxBytes });

/** Writes down that a push was refused before it reached its handler. */
export function recordOversizedPush(parts: ApiParts): ErrorRequestHandler {
  return async (error: unknown, _request, _response, next) => {
    await recordRefusedPush(parts, error);
    next(error);
  };
}

/** Since a flood of forgeries must not flood the log, it tells of the first, the second, the fourth ... of an hour (`attemptRefused`). */
async function recordRefusedPush({ database, env, logger }: ApiParts, error: unknown): Promise<void> {
  const { code, status } = refusalOf(error);
  if (status >= 500) return;
  const attempt = { actor: { kind: 'system', name: 'bank' }, personId: nobody, command: 'pushBankAdvices', code, subjectId: null, attemptKey: null } as const;
  await database.transaction((tx) => recordRefusedAttempt(tx, env, attempt)).catch((fault: unknown) => logger.error({ err: fault }, 'a refused push could not be written down'));
}

/** Advices that the bank pushes, signed; it is asked beside that, so a push that is lost is no loss. */
export function bankPushHandlers(parts: ApiParts): Handlers<'pushBankAdvices'> {
  const { database, env, bank } = parts;
  return {
    pushBankAdvices: {
      async answer({ request }) {
        try {
          const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
          const headers: PushHeaders = {
            timestamp: request.get('X-Bank-Timestamp') ?? '', signature: request.get('X-Bank-Signature') ?? '', deliveryId: request.get('X-Bank-Delivery')?.slice(0, 200) ?? '',
          };
          if (bank.webhookSecret === null) throw new BankError('bank.pushOff');
          verifyPush(bank.webhookSecret, headers, body, env.now());
          const advices = readPush(body, request.get('Content-Type') ?? '', bank.account);
          const isNew = await database.transaction((tx) => keepDelivery(tx, env, headers, body));
          // A delivery whose taking in was cut off comes again: what was recorded then changes nothing now.
          await bank.takePushed(advices);
          return { deliveryId: headers.deliveryId, isNew };
        } catch (error) {
          await recordRefusedPush(parts, error);
          throw error;
        }
      },
    },
  };
}

import { roles } from '@gbc/identity';
import { z } from 'zod';

/** Fen as a JSON integer; above 2^53-1 a JSON number is no longer exact, so the edge refuses it. */
export const Fen = z.int().min(0).max(Number.MAX_SAFE_INTEGER).meta({ description: 'Amount in fen (1/100 yuan)' });
export const PositiveFen = z.int().min(1).max(Number.MAX_SAFE_INTEGER).meta({ description: 'Amount in fen, more than nothing' });
export const Key = z.string().regex(/^\d{1,19}$/).meta({ description: 'An int64 engine key as decimal text' });
export const Id = z.string().min(1).max(80).regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/);
export const Uuid = z.uuid();
export const Time = z.iso.datetime().meta({ description: 'ISO 8601, UTC' });
export const Day = z.iso.date();
export const Text = z.string().trim().min(1).max(200);
export const LongText = z.string().trim().min(1).max(4000);

export const Role = z.enum(roles);

/** RFC 9457 problem details with our stable code, in the reader's language. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string().meta({ description: 'What happened, in the reader’s language' }),
    status: z.int(),
    detail: z.string().meta({ description: 'What to do now, in the reader’s language' }),
    code: z.string().meta({ description: 'Stable code, e.g. `task.alreadyDecided`' }),
    errors: z
      .array(z.object({ field: z.string(), code: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'One entry a field' }),
    traceId: z.string(),
  })
  .meta({ id: 'Problem' });

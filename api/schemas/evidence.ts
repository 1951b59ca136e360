import { z } from 'zod';
import { ApplicationState } from './applications.ts';
import { Fen, Id, Time } from './values.ts';

export const LogStatus = z
  .object({
    origin: z.string(),
    treeSize: z.int(),
    rootHash: z.string(),
    checkpoint: z.string(),
    pending: z.int().meta({ description: 'Committed events that are not in the log yet' }),
    anchoredSize: z.int(),
    anchoredAt: Time.nullable(),
    blockNumber: z.int().nullable(),
    chainId: z.int().nullable(),
    contract: z.string().nullable(),
    quorum: z.int().meta({ description: 'Witnesses that make a checkpoint final; 0 asks for none' }),
    finalSize: z.int().nullable().meta({ description: 'Leaves under a final checkpoint; null without a quorum' }),
    witnesses: z.array(z.object({ name: z.string(), treeSize: z.int(), cosignedAt: Time.nullable(), error: z.string().nullable() })).meta({ description: 'The newest head that each alliance node has cosigned' }),
    error: z.string().nullable().meta({ description: 'What keeps the chain from being reached, if anything' }),
  })
  .meta({ id: 'LogStatus' });

export const Receipt = z.record(z.string(), z.unknown()).meta({ id: 'Receipt', description: 'Checked by `npm run verify -- receipt.json`' });

export const Packet = z.record(z.string(), z.unknown()).meta({ id: 'Packet', description: 'Checked by `npm run verify -- packet.json` and by verifier.html' });

export const AsOfQuery = z
  .object({
    at: Time.optional().meta({ description: 'The newest checkpoint published by then' }),
    treeSize: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional().meta({ description: 'So many leaves of the log' }),
    applicationId: Id.optional().meta({ description: 'This application alone' }),
  })
  .refine(({ at, treeSize }) => at === undefined || treeSize === undefined, { path: ['at'], message: 'at or treeSize, not both' });

export const AsOf = z
  .object({
    treeSize: z.int(),
    rootHash: z.string().meta({ description: 'The root over these leaves, base64' }),
    publishedAt: Time.nullable().meta({ description: 'When a checkpoint over them was first published' }),
    anchoredAt: Time.nullable().meta({ description: 'Time of the block that first held them' }),
    blockNumber: z.int().nullable(),
    supplyFen: Fen,
    accounts: z.array(
      z.object({ accountId: z.string(), organisationId: z.string().nullable(), projectId: z.string().nullable(), balanceFen: Fen, heldFen: Fen }).meta({ id: 'AccountAsOf' }),
    ),
    applicationCount: z.int().meta({ description: 'Submitted by then; `applications` has the newest of them' }),
    applications: z.array(
      z
        .object({
          applicationId: z.string(),
          processId: z.string(),
          processVersion: z.int().nullable(),
          state: ApplicationState,
          revision: z.int(),
          amountFen: Fen,
          payerOrganisationId: z.string(),
          payeeOrganisationId: z.string(),
          projectId: z.string().nullable(),
          activeElements: z.array(z.object({ elementId: z.string(), elementType: z.string(), since: Time })).meta({ description: 'Where the tokens of its process stood' }),
          lastAt: Time.meta({ description: 'Of the last event that counts' }),
        })
        .meta({ id: 'ApplicationAsOf' }),
    ),
  })
  .meta({ id: 'AsOf' });

import { appendEvent, appendEvents, type Actor, type Environment } from '@gbc/events';
import { prepared, type Tx } from '@gbc/prisma';
import { DocumentError } from '../document-error.ts';

export interface InvoiceUse {
  readonly invoiceHash: string;
  readonly applicationId: string;
  readonly revision: number;
}

export interface InvoiceClaim extends InvoiceUse {
  readonly actor: Actor;
}

const columns = 'invoice_hash as "invoiceHash", application_id as "applicationId", revision';

/** Who uses the invoice, if anybody. */
export async function findInvoiceUse(read: Tx['query'], invoiceHash: string): Promise<InvoiceUse | null> {
  const { rows } = await read<InvoiceUse>(prepared(`select ${columns} from invoice_use where invoice_hash = $1`), [invoiceHash]);
  return rows[0] ?? null;
}

/**
 * Claims an invoice for an application and appends `invoiceUsed`; to claim what the application has already changes
 * nothing. An invoice that an earlier revision claimed and this one no longer names becomes free. Two claims
 * at once wait for each other: the second sees the first.
 *
 * Throws DocumentError `invoice.usedTwice` {applicationId}, the application that has it.
 */
export async function claimInvoice(tx: Tx, env: Environment, claim: InvoiceClaim): Promise<void> {
  const { invoiceHash, applicationId, revision, actor } = claim;
  if (revision > 1) {
    await tx.query('delete from invoice_use where application_id = $1 and invoice_hash <> $2 and revision < $3', [applicationId, invoiceHash, revision]);
  }
  const { rows } = await tx.query<InvoiceUse & { isNew: boolean }>(
    prepared(`insert into invoice_use as used (invoice_hash, application_id, revision, claimed_at) values ($1, $2, $3, $4)
     on conflict (invoice_hash) do update set revision = greatest(used.revision, excluded.revision)
       where used.application_id = excluded.application_id
     returning ${columns}, xmax = 0 as "isNew"`),
    [invoiceHash, applicationId, revision, env.now()],
  );
  const [used] = rows;
  if (!used) {
    const other = await findInvoiceUse(tx.query.bind(tx), invoiceHash);
    throw new DocumentError('invoice.usedTwice', { applicationId: other?.applicationId ?? '' });
  }
  if (used.isNew) await appendEvent(tx, env, { type: 'invoiceUsed', actor, applicationId, data: { invoiceHash, revision } });
}

/** Frees the invoices of an application that was closed unpaid, each with its event. */
export async function releaseInvoice(tx: Tx, env: Environment, { applicationId, actor }: { applicationId: string; actor: Actor }): Promise<void> {
  const { rows } = await tx.query<{ invoiceHash: string }>('delete from invoice_use where application_id = $1 returning invoice_hash as "invoiceHash"', [applicationId]);
  await appendEvents(tx, env, rows.map((data) => ({ type: 'invoiceReleased', actor, applicationId, data })));
}

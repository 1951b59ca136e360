import { contractBudgetId, findProject, flowOf, isStreetForm, parseForm, readApplication, readRevisions, type ApplicationRow, type AttachedDocument, type StreetForm } from '@gbc/applications';
import { claimInvoice, DocumentError, findInvoiceUse, invoiceHash, parseEInvoice, validateStreetApplication, type EInvoice, type Finding } from '@gbc/documents';
import type { JobWorker } from '@gbc/engine';
import { appendEvent } from '@gbc/events';
import { findOrganisation } from '@gbc/identity';
import { readBudgets } from '@gbc/ledger';
import { prepared } from '@gbc/prisma';
import { matterOfJob } from '../matter-of-job.ts';
import type { WorkerParts } from '../parts.ts';

const actor = { kind: 'system', name: 'validate-documents' } as const;

/** The e-invoice among the documents; an unreadable one becomes a finding, for it is the applicant's to mend. */
async function readEInvoice({ database, documents }: WorkerParts, attached: readonly AttachedDocument[]): Promise<{ eInvoice: EInvoice | null; findings: Finding[] }> {
  const document = attached.find(({ kind }) => kind === 'eInvoice');
  if (!document) return { eInvoice: null, findings: [] };
  try {
    return { eInvoice: parseEInvoice(await documents.get(database.read, document.documentId)), findings: [] };
  } catch (error) {
    if (!(error instanceof DocumentError) || !error.code.startsWith('invoice.')) throw error;
    return { eInvoice: null, findings: [{ rule: error.code, article: 'GBC-U 1', field: 'documents.eInvoice', outcome: 'refused', params: error.params }] };
  }
}

async function checkStreetForm(parts: WorkerParts, application: ApplicationRow, form: StreetForm, attached: readonly AttachedDocument[]): Promise<Finding[]> {
  const { read } = parts.database;
  const [payer, payee] = await Promise.all([findOrganisation(read, application.payerOrganisationId), findOrganisation(read, application.applicantOrganisationId)]);
  if (!payer || !payee) throw new Error(`application ${application.applicationId} names an organisation that is not registered`);
  const { eInvoice, findings } = await readEInvoice(parts, attached);
  const [contract] = await readBudgets(read, { budgetIds: [contractBudgetId(application.payerOrganisationId, form.contract.number)] });
  const use = await findInvoiceUse(read, invoiceHash(parts.invoiceKey, form.invoice.number));
  const rules = validateStreetApplication({
    form: {
      contract: { ...form.contract, amountFen: BigInt(form.contract.amountFen) },
      invoice: { ...form.invoice, amountFen: BigInt(form.invoice.amountFen) },
      amountFen: BigInt(form.amountFen),
    },
    payer: { creditCode: payer.creditCode, name: payer.nameZh },
    payee: { creditCode: payee.creditCode, name: payee.nameZh },
    eInvoice,
    invoicedBeforeFen: contract ? contract.heldFen + contract.spentFen : 0n,
    contractAmountBeforeFen: contract?.limitFen ?? null,
    invoiceUsedBy: use && use.applicationId !== application.applicationId ? use.applicationId : null,
  });
  // An e-invoice that can't be read is one thing to mend, not two.
  return findings.length > 0 ? [...findings, ...rules.filter(({ rule }) => rule !== 'invoice.missing')] : rules;
}

/**
 * `validate-documents`: runs every rule on the newest revision, keeps the findings and answers `validationPassed`. An invoice
 * that passes is claimed in the same transaction, so that of two applications with one invoice the second is refused.
 */
export function validateDocuments(parts: WorkerParts): JobWorker {
  const { database, env } = parts;
  return {
    type: 'validate-documents',
    fetchVariables: [],
    async handle(job) {
      const applicationId = await matterOfJob(database.read, job);
      const application = await readApplication(database.read, applicationId);
      const newest = (await readRevisions(database.read, applicationId)).at(-1);
      if (!newest) throw new Error(`application ${applicationId} has no revision`);
      const form = parseForm(flowOf(application), newest.form);
      const project = await findProject(database.read, form.proposal.projectId);
      if (!project) throw new Error(`project ${form.proposal.projectId} is not registered`);
      const check = () => (isStreetForm(form) ? checkStreetForm(parts, application, form, newest.documents) : Promise.resolve([]));
      let findings = await check();
      const passes = () => findings.every(({ outcome }) => outcome !== 'refused');
      await database.transaction(async (tx) => {
        if (passes() && isStreetForm(form)) {
          const claim = { invoiceHash: invoiceHash(parts.invoiceKey, form.invoice.number), applicationId, revision: newest.revision, actor };
          // Another application may have claimed the invoice since the rules ran: then they find it used.
          await claimInvoice(tx, env, claim).catch(async (error: unknown) => {
            if (!(error instanceof DocumentError)) throw error;
            findings = await check();
          });
        }
        const { rowCount } = await tx.query(
          prepared('update application_revision set findings = $3 where application_id = $1 and revision = $2 and findings is distinct from $3::jsonb'),
          [applicationId, newest.revision, JSON.stringify(findings)],
        );
        // Killed after this commit, the job comes again; what it found was told.
        if (rowCount === 0) return;
        await appendEvent(tx, env, {
          type: 'documentsValidated',
          actor,
          applicationId,
          data: { revision: newest.revision, passed: passes(), findings: findings.map(({ rule, field, outcome }) => ({ rule, field, outcome })) },
        });
      });
      parts.onChange(applicationId);
      return { kind: 'completed', variables: { validationPassed: passes() } };
    },
  };
}

import { z } from 'zod';

/**
 * The parts of OCDS that our packages have, as release-package-schema.json and release-schema.json of version 1.1.5 of the Open Contracting
 * Data Standard define them, read and written down anew: required fields, formats, closed codelists, minimum sizes. Stricter than those in
 * that unknown fields are refused. Open codelists (`partyRole`, `milestoneType`) are held to the codes that we use of them.
 */
const text = z.string().min(1);
const dateTime = z.iso.datetime({ offset: true });
const uri = z.url();

const Value = z.strictObject({ amount: z.number(), currency: z.literal('CNY') });
const Identifier = z.strictObject({ scheme: text, id: text, legalName: text.optional(), uri: uri.optional() });
const OrganizationReference = z.strictObject({ id: text, name: text });
const Organization = z.strictObject({ id: text, name: text, identifier: Identifier.optional(), roles: z.array(z.enum(['buyer', 'procuringEntity', 'payer', 'supplier', 'payee'])).min(1) });

const Transaction = z.strictObject({ id: text, source: uri, date: dateTime, value: Value, payer: OrganizationReference, payee: OrganizationReference, uri: uri.optional() });
const Milestone = z.strictObject({
  id: text, title: text, type: z.literal('payment'), status: z.enum(['scheduled', 'met', 'notMet', 'partiallyMet']), dateMet: dateTime.optional(), dateModified: dateTime.optional(),
});

const Award = z.strictObject({ id: text, status: z.enum(['pending', 'active', 'cancelled', 'unsuccessful']), value: Value, suppliers: z.array(OrganizationReference).min(1) });
const Contract = z.strictObject({
  id: text, awardID: text, title: z.string(), status: z.enum(['pending', 'active', 'cancelled', 'terminated']), value: Value,
  implementation: z.strictObject({ transactions: z.array(Transaction), milestones: z.array(Milestone) }),
});

const releaseTags = [
  'planning', 'planningUpdate', 'tender', 'tenderAmendment', 'tenderUpdate', 'tenderCancellation', 'award', 'awardUpdate', 'awardCancellation', 'contract', 'contractUpdate',
  'contractAmendment', 'implementation', 'implementationUpdate', 'contractTermination', 'compiled',
] as const;

const Release = z.strictObject({
  ocid: z.string().regex(/^ocds-[a-z0-9]{6}-.+$/), id: text, date: dateTime, tag: z.array(z.enum(releaseTags)).min(1), initiationType: z.literal('tender'), language: text,
  parties: z.array(Organization).min(1), buyer: OrganizationReference, awards: z.array(Award), contracts: z.array(Contract),
});

export const OcdsPackage = z.strictObject({
  uri, version: z.string().regex(/^\d+\.\d+$/), publishedDate: dateTime, publisher: z.strictObject({ name: text, scheme: text.optional(), uid: text.optional() }),
  releases: z.array(Release).min(1),
});

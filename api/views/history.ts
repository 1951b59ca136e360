import { readProofStates } from '@gbc/anchoring';
import { readModelNames } from '@gbc/applications';
import type { BusinessEvent } from '@gbc/events';
import { readPersonNames } from '@gbc/identity';
import { correctedPaymentOf } from '@gbc/ledger';
import type { Tx } from '@gbc/prisma';
import type { Language } from '../call.ts';
import { sentence } from '../messages.ts';

type Details = Readonly<Record<string, unknown>>;

/** Which sentence tells of an event: a decision by what was decided how, others by their type and outcome. */
function sentenceKey(type: string, details: Details): string {
  if (type === 'decisionRecorded') return `${String(details['decision'])}.${String(details['outcome'])}`;
  return typeof details['outcome'] === 'string' ? `${type}.${details['outcome']}` : type;
}

/** A refusal is told in words, not by its code. */
function reasonOf(language: Language, { code }: Details): { code?: string } {
  return typeof code === 'string' ? { code: sentence(language, 'title', code) } : {};
}

/**
 * Every event of an application as a sentence in the reader's language, oldest first; of a correction also what the log keeps under the
 * application whose payment it takes back.
 */
export async function historyView(read: Tx['query'], applicationId: string, language: Language) {
  const corrected = correctedPaymentOf(applicationId)?.applicationId ?? null;
  const { rows } = await read<{ body: string }>(
    `select body from event where application_id = $1
       or (application_id = $2 and (type = 'transferCorrected' or (type = 'decisionRecorded' and body::jsonb #>> '{data,decision}' = 'correction')))
     order by at, id limit 5000`,
    [applicationId, corrected],
  );
  return tellEvents(read, rows.map(({ body }) => JSON.parse(body) as BusinessEvent), language);
}

/** Events as sentences, with who did it and how far each is proved, in the order given. */
export async function tellEvents(read: Tx['query'], events: readonly BusinessEvent[], language: Language) {
  const people = events.flatMap(({ actor }) => (actor.kind === 'person' ? [actor.personId] : []));
  const [proofs, names, nameOf] = await Promise.all([
    readProofStates(read, events.map(({ id }) => id)),
    readPersonNames(read, people),
    readModelNames(read, events.map(({ data }) => data as Details)),
  ]);
  const proofOf = new Map(proofs.map((proof) => [proof.eventId, proof]));
  return Promise.all(
    events.map(async ({ id, type, at, actor, data, applicationId }) => {
      const person = actor.kind === 'person' ? actor : null;
      const details = data as Details;
      const [element, process] = await Promise.all([named(details, 'elementId', nameOf), named(details, 'processId', nameOf)]);
      const told = { ...details, ...(element.name && { elementId: element.name }), ...(process.name && { processId: process.name }), ...reasonOf(language, details) };
      return {
        eventId: id,
        applicationId: applicationId ?? null,
        type,
        at,
        // A private person is known to the alliance by the pseudonym that their organisation's id stands for.
        personName: person && person.role !== 'individual' ? (names.get(person.personId) ?? null) : null,
        organisationId: person?.organisationId ?? null,
        role: person?.role ?? null,
        summary: sentence(language, 'event', sentenceKey(type, details), told),
        elementId: element.id,
        elementName: element.name,
        processId: process.id,
        processName: process.name,
        proof: proofOf.get(id)?.state ?? ('recorded' as const),
        leafIndex: proofOf.get(id)?.leafIndex ?? null,
      };
    }),
  );
}

/** What an event names by its id, and what its model calls that. */
async function named(details: Details, field: 'elementId' | 'processId', nameOf: Awaited<ReturnType<typeof readModelNames>>) {
  const id = details[field];
  return typeof id === 'string' ? { id, name: await nameOf(id, details) } : { id: null, name: null };
}

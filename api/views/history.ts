import { readProofStates } from '@gbc/anchoring';
import type { BusinessEvent } from '@gbc/events';
import { readPersonNames } from '@gbc/identity';
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

/** Every event of an application as a sentence in the reader's language, oldest first. */
export async function historyView(read: Tx['query'], applicationId: string, language: Language) {
  const { rows } = await read<{ body: string }>('select body from event where application_id = $1 order by at, id limit 5000', [applicationId]);
  return tellEvents(read, rows.map(({ body }) => JSON.parse(body) as BusinessEvent), language);
}

/** Events as sentences, with who did it and how far each is proved, in the order given. */
export async function tellEvents(read: Tx['query'], events: readonly BusinessEvent[], language: Language) {
  const people = events.flatMap(({ actor }) => (actor.kind === 'person' ? [actor.personId] : []));
  const [proofs, names] = await Promise.all([readProofStates(read, events.map(({ id }) => id)), readPersonNames(read, people)]);
  const proofOf = new Map(proofs.map((proof) => [proof.eventId, proof]));
  return events.map(({ id, type, at, actor, data, applicationId }) => {
    const person = actor.kind === 'person' ? actor : null;
    const details = data as Readonly<Record<string, unknown>>;
    return {
      eventId: id,
      applicationId: applicationId ?? null,
      type,
      at,
      personName: person ? (names.get(person.personId) ?? null) : null,
      organisationId: person?.organisationId ?? null,
      role: person?.role ?? null,
      summary: sentence(language, 'event', sentenceKey(type, details), { ...details, ...reasonOf(language, details) }),
      elementId: typeof details['elementId'] === 'string' ? details['elementId'] : null,
      proof: proofOf.get(id)?.state ?? ('recorded' as const),
      leafIndex: proofOf.get(id)?.leafIndex ?? null,
    };
  });
}

import { createHash } from 'node:crypto';
import { canonicalJson, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { ledgerActor } from './actor.ts';
import type { Books } from './books.ts';
import { applicationIdOf, matterIdsOf, type LedgerCommand, type LinkedCommands } from './command.ts';
import { LedgerError } from './ledger-error.ts';
import { lockMatters } from './read-matters.ts';
import type { Transfer } from './transfer.ts';

const membersMax = 512;

/** What a link came to when it was done; its transfers in the order of its commands. */
interface Link {
  readonly contentHash: string;
  /** null where a command moved nothing. */
  readonly transferIds: readonly (string | null)[];
  readonly answers: readonly (Transfer | null)[] | undefined;
}

/** The links of a group of commands: those that were done before, and those that are done now. */
export class Links {
  readonly #known: Map<string, Link>;
  readonly #made = new Map<string, Link>();

  constructor(known: ReadonlyMap<string, Link>) {
    this.#known = new Map(known);
  }

  get(linkId: string): Link | undefined {
    return this.#known.get(linkId) ?? this.#made.get(linkId);
  }

  put(linkId: string, link: Link): void {
    this.#made.set(linkId, link);
  }

  /** Writes the new ones down. */
  async save(tx: Tx, env: Environment): Promise<void> {
    if (this.#made.size === 0) return;
    const rows = Array.from(this.#made, ([linkId, { contentHash, transferIds }]) => ({ linkId, contentHash, transferIds: JSON.stringify(transferIds) }));
    await tx.query(
      `insert into ledger_link (id, content_hash, transfer_ids, linked_at)
       select id, content_hash, transfer_ids::jsonb, $4 from unnest($1::text[], $2::text[], $3::text[]) as row (id, content_hash, transfer_ids)`,
      [rows.map(({ linkId }) => linkId), rows.map(({ contentHash }) => contentHash), rows.map(({ transferIds }) => transferIds), env.now()],
    );
  }
}

/** Locks and reads the links among these commands, before anything else is locked; no statement where there are none. */
export async function openLinks(tx: Tx, commands: readonly (LedgerCommand | LinkedCommands)[]): Promise<Links> {
  const linkIds = [...new Set(commands.flatMap((command) => (command.kind === 'linked' ? [command.linkId] : [])))];
  if (linkIds.length === 0) return new Links(new Map());
  await lockMatters(tx, linkIds.map((linkId) => `link ${linkId}`));
  const { rows } = await tx.query<{ id: string; contentHash: string; transferIds: (string | null)[] }>(
    'select id, content_hash "contentHash", transfer_ids "transferIds" from ledger_link where id = any($1::text[])',
    [linkIds],
  );
  return new Links(new Map(rows.map(({ id, contentHash, transferIds }) => [id, { contentHash, transferIds, answers: undefined }])));
}

/**
 * The rule of linked commands: each as if those before it had been done, and when one is refused none of them is. See `runLinked`.
 * @param decide the rules of one command
 */
export function decideLinked(
  books: Books, env: Environment, links: Links, { linkId, commands }: LinkedCommands, decide: (books: Books, env: Environment, command: LedgerCommand) => Transfer | null,
): readonly (Transfer | null)[] {
  if (linkId === '') throw new LedgerError('ledger.invalid', { field: 'linkId' });
  if (commands.length === 0 || commands.length > membersMax) throw new LedgerError('ledger.invalid', { field: 'commands' });
  const contentHash = createHash('sha256').update(canonicalJson(commands)).digest('hex');
  const known = links.get(linkId);
  if (known) {
    if (known.contentHash !== contentHash) throw new LedgerError('ledger.conflict', { linkId });
    return known.answers ?? commands.map((command, index) => standing(books, command, known.transferIds[index] ?? null));
  }
  const restore = books.mark();
  const answers = commands.map((command, index) => {
    try {
      return decide(books, env, command);
    } catch (error) {
      restore();
      if (!(error instanceof LedgerError)) throw error;
      throw new LedgerError('ledger.linkedRefused', { linkId, member: index + 1, applicationId: applicationIdOf(command), reason: error.code }, error);
    }
  });
  const transferIds = answers.map((answer) => answer?.id ?? null);
  links.put(linkId, { contentHash, transferIds, answers });
  const members = commands.map((command, index) => ({ command: command.kind, applicationId: applicationIdOf(command), transferId: transferIds[index] ?? null }));
  books.append({ type: 'commandsLinked', actor: ledgerActor, data: { linkId, members } });
  return answers;
}

/** A transfer of an earlier link as it stands now. */
function standing(books: Books, command: LedgerCommand, transferId: string | null): Transfer | null {
  return matterIdsOf(command).flatMap((id) => books.matter(id).transfers).find(({ id }) => id === transferId) ?? null;
}

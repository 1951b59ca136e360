import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Packet } from '@gbc/anchoring-verifier';
import { canonicalJson } from '@gbc/events';
import { RefusedCall, type CallAnswer, type Client } from '../../app/demo/client.ts';
import { until } from '../../app/demo/patience.ts';
import { queryEmbedded } from './embedded-database.ts';

type Application = CallAnswer<'getApplication'>;

const isRefused = (status: number, code: string) => (error: unknown) => error instanceof RefusedCall && error.status === status && error.problem.code === code;

/** What a revision commits to, by the description of the API alone. */
const commitmentOf = ({ form, documents, salt }: Application['revisions'][number]) =>
  createHash('sha256').update(Buffer.from(salt ?? '', 'hex')).update(canonicalJson({ form, documents: documents.map(({ documentId, kind }) => ({ documentId, kind })) })).digest('hex');

/** The texts that an application was told: in its forms, as names of files, as reasons. Ids and what is told of the money are no texts of its own. */
function textsOf({ revisions, decisions, projectId }: Application): string[] {
  const leaves = (value: unknown): string[] => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : []);
  const forms = revisions.flatMap(({ form: { accountId: _, ...form } }) => leaves(form));
  return [...forms, ...revisions.flatMap(({ documents }) => documents.map(({ name }) => name)), ...decisions.flatMap(({ reason }) => reason ?? [])].filter((text) => text !== projectId);
}

/**
 * Erases an application as the platform admin, whom nobody else can stand in for, and holds what is left against what was there: no
 * word of it, the same log. @returns the texts that must be nowhere any more; a firm's registered name is nobody's own
 */
export async function assertErased({ admin, auditor }: { admin: Client; auditor: Client }, applicationId: string): Promise<string[]> {
  const params = { applicationId };
  const readApplication = () => auditor.call('getApplication', { params });
  const readPacket = async () => (await auditor.call('getApplicationPacket', { params })) as unknown as Packet;
  const [before, packet] = [await readApplication(), await readPacket()];
  for (const revision of before.revisions) assert.equal(commitmentOf(revision), revision.formHash, 'the log has the commitment of what the reader sees');
  const texts = textsOf(before);
  assert.ok(texts.length >= 2);
  const firms = (await auditor.call('listOrganisations')).items.flatMap(({ nameZh, nameEn }) => [nameZh, nameEn]);

  const erase = (by: Client, key: string) => by.call('eraseApplication', { params, body: { ground: 'retentionOver' }, key });
  await assert.rejects(erase(auditor, `erase-${applicationId}`), isRefused(403, 'access.denied'));
  const erased = await erase(admin, `erase-${applicationId}`);
  assert.deepEqual((await erase(admin, `erase-again-${applicationId}`)).erasedAt, erased.erasedAt);

  const after = await readApplication();
  assert.ok(after.erasedAt);
  assert.deepEqual(textsOf(after).filter(Boolean), []);
  assert.deepEqual(after.revisions.map(({ salt, formHash }) => [salt, formHash]), before.revisions.map(({ formHash }) => [null, formHash]));
  for (const { documentId } of before.revisions.flatMap(({ documents }) => documents)) {
    assert.equal((await auditor.fetch(`/documents/${documentId}/content`)).status, 410);
  }
  const told = await until('the erasure is in the log', 60_000, async () => {
    const now = await readPacket();
    return now.events.some(({ event }) => event.includes('"type":"applicationErased"')) ? now : undefined;
  });
  const kept = new Map(told.events.map((each) => [each.leafIndex, each]));
  for (const { leafIndex, event, salt } of packet.events) assert.deepEqual([kept.get(leafIndex)?.event, kept.get(leafIndex)?.salt], [event, salt]);
  return texts.filter((text) => !firms.includes(text));
}

/** In which tables these texts are still found, row by row as text. */
export async function countInTables(dataDir: string, texts: readonly string[]): Promise<string[]> {
  const tables = await queryEmbedded<{ name: string }>(dataDir, `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`);
  assert.ok(tables.length > 40);
  const found = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await queryEmbedded<{ text: string }>(dataDir, `select text from unnest($1::text[]) as text where exists (select from "${name}" as it where strpos(it::text, text) > 0)`, [texts]);
      return rows.map(({ text }) => `${name}: ${text}`);
    }),
  );
  return found.flat();
}

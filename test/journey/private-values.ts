import { queryEmbedded } from './embedded-database.ts';

/**
 * Fields of a form that duty opens to every member of the alliance: which project gets how much, under which contract (contracts of
 * public procurement are announced with their numbers), of which account of the ledger. Everything else that somebody entered is for those who handle the application.
 */
const openFields: ReadonlySet<string> = new Set(['proposal.projectId', 'contract.number', 'accountId']);

/** Shorter texts, such as a unit, are met by chance. */
const hanMin = 2;
const sizeBytesMin = 6;

const isTelling = (text: string): boolean => (text.match(/\p{Script=Han}/gu)?.length ?? 0) >= hanMin || Buffer.byteLength(text) >= sizeBytesMin;

/** The texts of a form; amounts, which are numbers in it, are public. */
function* textsOf(value: unknown, path = ''): Generator<string> {
  if (typeof value === 'string' && !openFields.has(path)) yield value;
  else if (typeof value === 'object' && value !== null) for (const [name, member] of Object.entries(value)) yield* textsOf(member, path ? `${path}.${name}` : name);
}

/**
 * Every name and number that a product was told, out of its own tables: people, logins, firms, payers, reasons in somebody's words,
 * names of files, all that was filled in. Long Chinese texts also in the parts between their marks.
 */
export async function readPrivateValues(dataDir: string): Promise<Set<string>> {
  const plain = await queryEmbedded<{ value: string }>(
    dataDir,
    `select value from personal_value where commitment not in (select form_hash from application_revision)
     union select login from user_account
     union select unnest(array[name_zh, name_en]) from organisation
     union select title from application
     union select debtor_name from deposit_advice`,
  );
  const forms = await queryEmbedded<{ form: unknown }>(dataDir, `select value::jsonb -> 'form' as form from application_revision join personal_value on commitment = form_hash`);
  const texts = [...plain.map(({ value }) => value), ...forms.flatMap(({ form }) => [...textsOf(form)])].filter((text) => text !== null);
  const parts = texts.flatMap((text) => text.split(/[^\p{Script=Han}]+/u).filter((part) => part.length >= 4));
  return new Set([...texts, ...parts].filter(isTelling));
}

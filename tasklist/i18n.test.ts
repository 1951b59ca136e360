import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Words {
  [key: string]: string | Words;
}

const here = import.meta.dirname;
const wordsOf = (language: string): Words => JSON.parse(readFileSync(`${here}/src/i18n/${language}.json`, 'utf8')) as Words;

function flatten(words: Words, prefix = ''): Map<string, string> {
  const flat = Object.entries(words).map(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)],
  );
  return new Map(flat.flat());
}

const chinese = flatten(wordsOf('zh-CN'));
const english = flatten(wordsOf('en'));
const sources = globSync('src/app/**/*.{ts,html}', { cwd: here }).filter((path) => !path.endsWith('.test.ts'));
const texts = new Map(sources.map((path) => [path, readFileSync(`${here}/${path}`, 'utf8')]));

/** Quoted keys, and beginnings of those made from parts (`'state.' + state`, `` `role.${role}` ``). */
function keysUsed(text: string): { whole: string[]; beginnings: string[] } {
  const quoted = [...text.matchAll(/'([a-zA-Z-]+(?:\.[a-zA-Z-]+)*\.?)'/g)].map((match) => match[1] as string);
  const templates = [...text.matchAll(/`([a-zA-Z.-]+\.)\$\{/g)].map((match) => match[1] as string);
  return { whole: quoted.filter((it) => !it.endsWith('.')), beginnings: [...quoted.filter((it) => it.endsWith('.')), ...templates] };
}

test('both languages have the same keys, and no empty words', () => {
  assert.deepEqual([...english.keys()].sort(), [...chinese.keys()].sort());
  for (const [key, text] of [...chinese, ...english]) assert.notEqual(text.trim(), '', key);
});

test('the same values stand in both languages', () => {
  const placeholders = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).sort();
  for (const [key, text] of chinese) assert.deepEqual(placeholders(english.get(key) ?? ''), placeholders(text), key);
});

test('every key that the templates name exists', () => {
  const calls = /\b(?:t|translate)\(\s*'([^']+)'/g;
  for (const [path, text] of texts) {
    for (const [, key = ''] of text.matchAll(calls)) {
      if (key.endsWith('.')) assert.ok([...chinese.keys()].some((known) => known.startsWith(key)), `${path}: ${key}…`);
      else assert.ok(chinese.has(key), `${path}: ${key}`);
    }
    for (const [, key = ''] of text.matchAll(/\btitle: '([a-zA-Z]+\.[a-zA-Z]+)'/g)) assert.ok(chinese.has(key), `${path}: ${key}`);
  }
});

test('words made from a value of the API exist for every value', () => {
  const document = JSON.parse(readFileSync(`${here}/../api/openapi.json`, 'utf8')) as { components: { schemas: Record<string, { properties: Record<string, { enum?: string[]; anyOf?: { enum?: string[] }[] }> }> } };
  const valuesOf = (schema: string, property: string): string[] => {
    const found = document.components.schemas[schema]?.properties[property];
    return found?.enum ?? found?.anyOf?.flatMap((it) => it.enum ?? []) ?? [];
  };
  const families: [string, string, string][] = [
    ['state', 'ApplicationSummary', 'state'],
    ['proof', 'HistoryEntry', 'proof'],
    ['proof.hint', 'HistoryEntry', 'proof'],
    ['finding', 'Finding', 'outcome'],
    ['role', 'Membership', 'role'],
    ['documentKind', 'AttachedDocument', 'kind'],
    ['documentKind.hint', 'AttachedDocument', 'kind'],
    ['outcome', 'TaskOutcome', 'outcome'],
    ['outcome.payout', 'TaskOutcome', 'outcome'],
    ['transfer.kind', 'TrailStep', 'kind'],
    ['transfer.state', 'TrailStep', 'state'],
    ['deposit.states', 'Deposit', 'state'],
    ['instance.state', 'ProcessInstanceSummary', 'state'],
    ['proposals.state', 'ProposalSummary', 'state'],
    ['lint', 'LintIssue', 'severity'],
    ['organisation.kind', 'Organisation', 'kind'],
    ['process', 'NewApplication', 'processId'],
  ];
  for (const [family, schema, property] of families) {
    const values = valuesOf(schema, property);
    assert.ok(values.length > 0, `${schema}.${property} has no values in the API's description`);
    for (const value of values) assert.ok(chinese.has(`${family}.${value}`), `${family}.${value}`);
  }
});

test('every word is used somewhere', () => {
  const all = [...texts.values()].map(keysUsed);
  const whole = new Set(all.flatMap((it) => it.whole));
  const beginnings = all.flatMap((it) => it.beginnings);
  const unused = [...chinese.keys()].filter((key) => !whole.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)));
  assert.deepEqual(unused, []);
});

import { DmnModdle } from 'dmn-moddle';
import type { Tx } from '@gbc/prisma';
import { ApplicationError } from './application-error.ts';
import type { ModelFiles } from './model-files.ts';

/** A cell of a decision table, by the id that its entry has in the file. */
export interface PolicyCell {
  readonly entryId: string;
  readonly text: string;
}

export interface PolicyRule {
  readonly ruleId: string;
  readonly description: string;
  readonly inputs: readonly PolicyCell[];
  readonly outputs: readonly PolicyCell[];
}

export interface PolicyTable {
  readonly decisionId: string;
  readonly description: string;
  readonly inputs: readonly string[];
  /** `type` as DMN names it: `number`, `boolean` or `string`. */
  readonly outputs: readonly { readonly label: string; readonly type: string }[];
  readonly rules: readonly PolicyRule[];
}

/** A file of `processes/policies/` as it stands now. */
export interface Policy {
  readonly policyId: string;
  readonly name: string;
  readonly version: number;
  readonly dmnXml: string;
  readonly tables: readonly PolicyTable[];
}

interface DmnNode {
  readonly $type: string;
  readonly id: string;
  readonly name?: string;
  readonly label?: string;
  readonly text?: string;
  readonly typeRef?: string;
  readonly description?: string;
  readonly drgElement?: readonly DmnNode[];
  readonly decisionLogic?: DmnNode;
  readonly input?: readonly DmnNode[];
  readonly output?: readonly DmnNode[];
  readonly rule?: readonly DmnNode[];
  readonly inputEntry?: readonly DmnNode[];
  readonly outputEntry?: readonly DmnNode[];
}

const moddle = new DmnModdle();
const toCell = ({ id, text = '' }: DmnNode): PolicyCell => ({ entryId: id, text });

function toTable({ id, description = '', decisionLogic }: DmnNode): PolicyTable[] {
  if (decisionLogic?.$type !== 'dmn:DecisionTable') return [];
  const { input = [], output = [], rule = [] } = decisionLogic;
  return [{
    decisionId: id,
    description,
    inputs: input.map((it) => it.label ?? it.id),
    outputs: output.map((it) => ({ label: it.label ?? it.name ?? it.id, type: it.typeRef ?? 'string' })),
    rules: rule.map((it) => ({ ruleId: it.id, description: it.description ?? '', inputs: (it.inputEntry ?? []).map(toCell), outputs: (it.outputEntry ?? []).map(toCell) })),
  }];
}

async function readTables(dmnXml: string): Promise<{ name: string; tables: PolicyTable[] }> {
  const { rootElement } = (await moddle.fromXML(dmnXml, 'dmn:Definitions')) as { rootElement: DmnNode };
  return { name: rootElement.name ?? rootElement.id, tables: (rootElement.drgElement ?? []).flatMap(toTable) };
}

/** The ids of the policies that the repository delivers: each is the decision that flows call. */
export function policyIds(models: readonly ModelFiles[]): string[] {
  const names = models.flatMap(({ others }) => others.map(({ name }) => name)).filter((name) => name.endsWith('.dmn'));
  return [...new Set(names.map((name) => name.replace(/\.dmn$/, '')))].sort();
}

/** A policy as an admin has edited it last (or in the version named), else as the repository delivers it. Throws `policy.notFound`. */
export async function readPolicy(read: Tx['query'], models: readonly ModelFiles[], policyId: string, wanted?: number): Promise<Policy> {
  const file = models.flatMap(({ others }) => others).find(({ name }) => name === `${policyId}.dmn`);
  if (!file) throw new ApplicationError('policy.notFound', { policyId });
  const { rows } = await read<{ version: number; dmnXml: string }>('select version, dmn_xml as "dmnXml" from policy_version where policy_id = $1 and ($2::int is null or version <= $2) order by version desc limit 1', [policyId, wanted ?? null]);
  const { version, dmnXml } = rows[0] ?? { version: 1, dmnXml: Buffer.from(file.content).toString('utf8') };
  return { policyId, version, dmnXml, ...(await readTables(dmnXml)) };
}

const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What an output of a type can be; anything else would stop every payment that asks the table. */
const literals: Readonly<Record<string, RegExp>> = { number: /^(\d+|null)$/, boolean: /^(true|false)$/, string: /^"[^"]*"$/ };

/**
 * The file with some cells' texts replaced, all else byte for byte. Throws `policy.cellsWrong` with each cell that isn't there or
 * whose output can't be of its column's type.
 */
export function changeCells({ dmnXml, tables }: Pick<Policy, 'dmnXml' | 'tables'>, changes: readonly PolicyCell[]): string {
  const outputTypes = new Map(tables.flatMap((table) => table.rules.flatMap((rule) => rule.outputs.map(({ entryId }, index) => [entryId, table.outputs[index]?.type ?? 'string'] as const))));
  const inputs = new Set(tables.flatMap((table) => table.rules.flatMap((rule) => rule.inputs.map(({ entryId }) => entryId))));
  const isWrong = ({ entryId, text }: PolicyCell) => (outputTypes.has(entryId) ? !literals[outputTypes.get(entryId) ?? 'string']?.test(text.trim()) : !inputs.has(entryId));
  const wrong = changes.filter(isWrong);
  if (wrong.length > 0) throw new ApplicationError('policy.cellsWrong', {}, wrong.map(({ entryId }) => ({ field: entryId, code: 'form.format' })));
  return changes.reduce((xml, { entryId, text }) => {
    const cell = new RegExp(`(<(?:input|output)Entry id="${entryId}"[^>]*>\\s*)(?:<text\\s*/>|<text>[^]*?</text>)`);
    return xml.replace(cell, (_whole, opening: string) => `${opening}<text>${escapeXml(text.trim())}</text>`);
  }, dmnXml);
}

/** A cell that differs between two versions of a policy, and where it stands. */
export interface PolicyChange {
  readonly decisionId: string;
  readonly rule: string;
  readonly column: string;
  readonly before: string;
  readonly after: string;
}

/** What a proposal changes, cell by cell. */
export async function policyChanges(beforeXml: string, afterXml: string): Promise<PolicyChange[]> {
  const [before, after] = [await readTables(beforeXml), await readTables(afterXml)];
  const texts = new Map(after.tables.flatMap(({ rules }) => rules.flatMap(({ inputs, outputs }) => [...inputs, ...outputs].map(({ entryId, text }) => [entryId, text] as const))));
  return before.tables.flatMap(({ decisionId, inputs, outputs, rules }) => rules.flatMap((rule) => {
    const columns = [...inputs, ...outputs.map(({ label }) => label)];
    return [...rule.inputs, ...rule.outputs].flatMap(({ entryId, text }, index) => {
      const now = texts.get(entryId) ?? '';
      return now === text ? [] : [{ decisionId, rule: rule.description || rule.ruleId, column: columns[index] ?? '', before: text, after: now }];
    });
  }));
}

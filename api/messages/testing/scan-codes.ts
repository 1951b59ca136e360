import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A stable code as it stands in a source file. */
export interface FoundCode {
  readonly code: string;
  readonly file: string;
  /** Names that fill its sentence, where the place says them all; null where they come from elsewhere. */
  readonly params: readonly string[] | null;
}

const repository = join(import.meta.dirname, '../../..');
const rooms = ['prisma', 'events', 'identity', 'ledger', 'bank', 'documents', 'engine', 'applications', 'workers', 'anchoring', 'api'];
const notShipped = /\.test\.ts$|\.d\.ts$|\/testing\/|\/generated\/|^anchoring\/verifier\//;
const dotted = /^[a-z][A-Za-z]*\.[A-Za-z0-9]+$/;

function parseSource(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(repository, file), 'utf8'), ts.ScriptTarget.ESNext, true);
}

/** Every text literal at or below a node. */
function literalsIn(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  const found: string[] = [];
  node.forEachChild((child) => void found.push(...literalsIn(child)));
  return found;
}

function namesOf(node: ts.Node | undefined): readonly string[] | null {
  if (!node) return [];
  if (!ts.isObjectLiteralExpression(node)) return null;
  const names = node.properties.map((property) => (property.name && ts.isIdentifier(property.name) ? property.name.text : null));
  return names.every((name) => name !== null) ? names : null;
}

/** What is thrown carries its code first, then what fills its sentence; an error of the log has words for its own log between them. */
function thrownCodes(node: ts.NewExpression, file: string): FoundCode[] {
  const [code, ...others] = node.arguments ?? [];
  if (!code || !node.expression.getText().endsWith('Error')) return [];
  const names = namesOf(others[node.expression.getText() === 'AnchoringError' ? 1 : 0]);
  return literalsIn(code).filter((text) => dotted.test(text)).map((text) => ({ code: text, file, params: names }));
}

/** A union such as `'ledger.conflict' | 'ledger.overdraft'`: its codes may reach a reader wherever they are thrown. */
function unionCodes(node: ts.TypeAliasDeclaration, file: string): FoundCode[] {
  const texts = literalsIn(node.type);
  const isCodes = ts.isUnionTypeNode(node.type) && texts.length === node.type.types.length && texts.every((text) => dotted.test(text));
  return isCodes ? texts.map((code) => ({ code, file, params: null })) : [];
}

/** `code: 'request.invalid'`, `refusal: 'task.claimed'`, `const code = 'anchor.failed'`, also behind a condition. */
function namedCodes(node: ts.PropertyAssignment | ts.VariableDeclaration, file: string): FoundCode[] {
  if (!['code', 'refusal'].includes(node.name.getText()) || !node.initializer) return [];
  return literalsIn(node.initializer).filter((text) => dotted.test(text)).map((code) => ({ code, file, params: null }));
}

function codesIn(node: ts.Node, file: string): FoundCode[] {
  const found: FoundCode[] = [];
  if (ts.isNewExpression(node)) found.push(...thrownCodes(node, file));
  if (ts.isTypeAliasDeclaration(node)) found.push(...unionCodes(node, file));
  if (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) found.push(...namedCodes(node, file));
  node.forEachChild((child) => void found.push(...codesIn(child, file)));
  return found;
}

const sources = () => globSync(rooms.map((room) => `${room}/**/*.ts`), { cwd: repository, exclude: ['**/node_modules/**', '**/dist/**'] }).filter((file) => !notShipped.test(file));

/** Every stable code of the rooms behind the API, once for each place. What only says which field is wrong is left out. */
export function scanCodes(): FoundCode[] {
  const thrown = sources().flatMap((file) => codesIn(parseSource(file), file));
  return thrown.filter(({ code, params }) => !code.startsWith('form.') || params !== null);
}

/** Every `form.*` that stands in applications or api: the codes of fields, and among them those of {@link scanCodes}. */
export function scanFieldCodes(): string[] {
  const texts = sources().filter((file) => /^(applications|api)\//.test(file)).flatMap((file) => literalsIn(parseSource(file)));
  return texts.filter((text) => /^form\.[A-Za-z]+$/.test(text));
}

/** The names of an engine's errors, from their union. */
export function scanEngineCodes(): string[] {
  const codes: string[] = [];
  parseSource('engine/engine-error.ts').forEachChild((node) => {
    if (ts.isTypeAliasDeclaration(node) && node.name.text === 'EngineErrorCode') codes.push(...literalsIn(node.type));
  });
  return codes.map((code) => `engine.${code}`);
}

/** The kinds of events with the fields of their data; `outcomes` where the data has one. */
export function scanEvents(): { type: string; fields: string[]; outcomes: string[] }[] {
  const file = join(repository, 'events/catalogue.ts');
  const program = ts.createProgram([file], { noLib: true, types: [] });
  const checker = program.getTypeChecker();
  const catalogue = program.getSourceFile(file);
  const data = catalogue?.statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === 'EventData');
  if (!data) throw new Error('events/catalogue.ts has no interface EventData');
  return checker.getTypeAtLocation(data).getProperties().map((event) => {
    const fields = checker.getTypeOfSymbol(event).getProperties();
    const outcome = fields.find(({ name }) => name === 'outcome');
    const type = outcome && checker.getTypeOfSymbol(outcome);
    const outcomes = (type?.isUnion() ? type.types : []).flatMap((it) => (it.isStringLiteral() ? [it.value] : []));
    return { type: event.name, fields: fields.map(({ name }) => name), outcomes };
  });
}

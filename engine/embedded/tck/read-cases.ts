import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { evaluateFeel } from '../feel/evaluate.ts';
import { readXml, type Xml } from './xml.ts';

/** One question of the kit: what a decision answers to inputs. */
export interface TckCase {
  /** `compliance-level-2/0004-simpletable-U/001/Approval Status`. */
  readonly id: string;
  readonly level: string;
  readonly modelPath: string;
  readonly decisionName: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly expected: unknown;
  /** The decision must fail, or have no answer. */
  readonly expectsError: boolean;
  /** Not of a decision but of a decision service or a business knowledge model. */
  readonly invocable: string | null;
}

const constructors: Readonly<Record<string, string>> = { date: 'date', time: 'time', dateTime: 'date and time', duration: 'duration' };
const now = new Date(0);

/** The FEEL value of a literal of XML Schema. */
function scalar({ attributes, text }: Xml): unknown {
  if (attributes['nil'] === 'true') return null;
  const type = (attributes['type'] ?? 'xsd:string').replace(/^.*:/, '');
  const source = text.trim();
  if (type === 'boolean') return source === 'true' || source === '1';
  if (['decimal', 'double', 'float', 'integer', 'int', 'long'].includes(type)) return Number(source);
  const temporal = constructors[type];
  if (temporal !== undefined) return evaluateFeel(`${temporal}(text)`, { variables: { text: source }, now }).value;
  return text;
}

/** The value that an element holds: a literal, a list of items, or a context of components. */
function valueOf({ attributes, children }: Xml): unknown {
  if (attributes['nil'] === 'true') return null;
  const [value] = children.filter(({ name }) => name === 'value');
  const [list] = children.filter(({ name }) => name === 'list');
  const components = children.filter(({ name }) => name === 'component');
  if (value) return scalar(value);
  if (list) return list.attributes['nil'] === 'true' ? null : list.children.filter(({ name }) => name === 'item').map(valueOf);
  if (components.length > 0) return Object.fromEntries(components.map((component) => [component.attributes['name'] ?? '', valueOf(component)]));
  return null;
}

const named = (element: Xml, name: string) => element.children.filter((child) => child.name === name);

function casesOf(level: string, folder: string, file: string): TckCase[] {
  const document = readXml(readFileSync(join(folder, file), 'utf8'));
  const modelPath = join(folder, named(document, 'modelName')[0]?.text.trim() ?? '');
  return named(document, 'testCase').flatMap((testCase, index) => named(testCase, 'resultNode').map((result) => {
    const decisionName = result.attributes['name'] ?? '';
    const expected = named(result, 'expected')[0];
    return {
      id: [level, basename(folder), ...(file.endsWith('-test-01.xml') ? [] : [file.replace(/.*-test-|\.xml/g, '')]), testCase.attributes['id'] ?? String(index + 1), decisionName].join('/'),
      level,
      modelPath,
      decisionName,
      inputs: Object.fromEntries(named(testCase, 'inputNode').map((input) => [input.attributes['name'] ?? '', valueOf(input)])),
      expected: expected ? valueOf(expected) : null,
      expectsError: result.attributes['errorResult'] === 'true',
      invocable: (testCase.attributes['type'] ?? 'decision') === 'decision' ? null : testCase.attributes['invocableName'] ?? '',
    };
  }));
}

/** All cases of the kit in a folder, by level, model and number. */
export function readCases(tckFolder: string): TckCase[] {
  const root = join(tckFolder, 'TestCases');
  const folders = (path: string) => readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
  return folders(root).flatMap((level) => folders(join(root, level)).flatMap((model) => {
    const folder = join(root, level, model);
    return readdirSync(folder).filter((file) => /-test-.*\.xml$/.test(file)).sort().flatMap((file) => casesOf(level, folder, file));
  }));
}

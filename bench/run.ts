/**
 * `npm run bench -- NAME [--json]`: runs bench/NAME.ts, which yields figures as it gets them. With `--json` each is one line
 * of JSON on standard output; otherwise a table. Progress goes to standard error.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Figure } from './figure.ts';

/** What a benchmark module exports. */
interface Benchmark {
  figures(): AsyncIterable<Figure>;
}

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
const [name = ''] = positionals;
const path = join(import.meta.dirname, `${name}.ts`);

function asRow({ name, value, unit, reference, referenceValue, ratio }: Figure): string {
  return `${name.padEnd(20)} ${`${value} ${unit}`.padStart(14)} ${`× ${ratio}`.padStart(9)}  of ${referenceValue} ${unit}: ${reference}`;
}

if (positionals.length !== 1 || !/^[a-z-]+$/.test(name) || !existsSync(path)) {
  console.error('usage: npm run bench -- NAME [--json], where bench/NAME.ts is a benchmark such as start');
  process.exit(2);
}
const { figures } = (await import(pathToFileURL(path).href)) as Partial<Benchmark>;
if (!figures) {
  console.error(`bench/${name}.ts is no benchmark`);
  process.exit(2);
}
for await (const figure of figures()) console.log(values.json ? JSON.stringify(figure) : asRow(figure));
process.exit(); // a measured client may leave a timer behind that would keep the process up

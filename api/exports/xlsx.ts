import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Language } from '../call.ts';
import type { Cell, Sheet } from './sheet.ts';
import { escapeXml, stylesXml, Totals, worksheetXml, xmlHead } from './xlsx-sheet.ts';

/** A worksheet has at most 1,048,576 rows; the heading and the totals are two of them. */
const rowsMax = 1_048_574;
const packageTypes = 'http://schemas.openxmlformats.org/package/2006';
const officeTypes = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const partTypes = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * A sheet as a workbook for Excel (ECMA-376), packed while the rows come: amounts are numbers with a format, times are dates, the heading
 * stays in sight, the last row has the totals. What doesn't fit one worksheet goes on in the next. Whoever reads slowly is waited for.
 * Destroying the stream ends the reading of rows.
 */
export function toXlsx(sheet: Sheet, language: Language, partRowsMax: number = rowsMax): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error) => output.destroy(error as Error));
  fill(zip, sheet, language, partRowsMax).catch((error: unknown) => output.destroy(error as Error));
  return output;
}

async function fill(zip: ZipFile, sheet: Sheet, language: Language, partRowsMax: number): Promise<void> {
  const output = zip.outputStream as Readable;
  const rows = sheet.rows(language)[Symbol.asyncIterator]();
  output.once('close', () => void rows.return?.());
  const totals = new Totals(sheet);
  let next = await rows.next();
  let parts = 0;
  do {
    const part = Readable.from(worksheetXml(sheet, takeRows(), totals, () => next.done === true, language));
    output.once('close', () => part.destroy());
    parts += 1;
    zip.addReadStream(part, `xl/worksheets/sheet${parts}.xml`);
    await finished(part);
  } while (!next.done);
  for (const [path, text] of Object.entries(partsOfWorkbook(sheet.name[language], parts))) zip.addBuffer(Buffer.from(text), path);
  zip.end();

  async function* takeRows(): AsyncGenerator<readonly Cell[]> {
    for (let count = 0; count < partRowsMax && !next.done; count += 1) {
      yield next.value;
      next = await rows.next();
    }
  }
}

/** The small files around the worksheets, by their path. */
function partsOfWorkbook(name: string, parts: number): Record<string, string> {
  const numbers = Array.from({ length: parts }, (_, index) => index + 1);
  const title = (number: number) => escapeXml((number === 1 ? name : `${name} ${number}`).replace(/[[\]:*?/\\]/g, ' ').slice(0, 31));
  const override = (path: string, type: string) => `<Override PartName="/${path}" ContentType="${partTypes}.${type}+xml"/>`;
  const relationship = (id: string, type: string, target: string) => `<Relationship Id="${id}" Type="${officeTypes}/${type}" Target="${target}"/>`;
  const relationships = (...each: string[]) => `${xmlHead}<Relationships xmlns="${packageTypes}/relationships">${each.join('')}</Relationships>`;
  const defaults = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>';
  const overrides = [override('xl/workbook.xml', 'sheet.main'), override('xl/styles.xml', 'styles'), ...numbers.map((number) => override(`xl/worksheets/sheet${number}.xml`, 'worksheet'))];
  const sheets = numbers.map((number) => `<sheet name="${title(number)}" sheetId="${number}" r:id="rId${number}"/>`);
  return {
    '[Content_Types].xml': `${xmlHead}<Types xmlns="${packageTypes}/content-types">${defaults}${overrides.join('')}</Types>`,
    '_rels/.rels': relationships(relationship('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `${xmlHead}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${officeTypes}"><sheets>${sheets.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships(...numbers.map((number) => relationship(`rId${number}`, 'worksheet', `worksheets/sheet${number}.xml`)), relationship(`rId${parts + 1}`, 'styles', 'styles.xml')),
    'xl/styles.xml': stylesXml,
  };
}

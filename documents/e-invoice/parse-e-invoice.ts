import { readXml, XmlError, type XmlElement } from '@gbc/xml';
import { DocumentError } from '../document-error.ts';
import { isDay } from '../numbers/day.ts';
import { absoluteFen, amountMaxFen, parseYuan, sumFen } from '../numbers/fen.ts';
import type { EInvoice, EInvoiceLine, EInvoiceParty } from './e-invoice.ts';

const limits = { sizeMaxBytes: 1024 * 1024, depthMax: 16 };

/**
 * Reads the XML of an e-invoice once, into what the rules check. Unknown elements are passed over, missing ones become
 * null; what can't be read for certain is refused.
 *
 * Throws DocumentError: the faults of {@link readXml} as `invoice.tooLarge`, `.notUtf8`, `.doctype`, `.tooDeep` and `.xmlBroken`, with
 * their figures; `invoice.notAnEInvoice` {root} for other XML;
 * `invoice.elementRepeated` {element} where two values claim one meaning; `invoice.amountInvalid` {element, found} for
 * anything but yuan with at most two decimals; `invoice.amountTooLarge` {element} where an amount, or the lines' sum,
 * is above 2^53-1 fen.
 */
export function parseEInvoice(xml: Uint8Array): EInvoice {
  const root = readRoot(xml);
  if (root.name !== 'EInvoice') throw new DocumentError('invoice.notAnEInvoice', { root: excerpt(root.name) });
  const header = one(root, 'Header');
  const data = one(root, 'EInvoiceData');
  const basic = one(data, 'BasicInformation');
  const supervision = one(root, 'TaxSupervisionInfo');
  const lines = all(data, 'IssuItemInformation').map(readLine);
  refuseHugeSums(lines);
  return {
    eInvoiceId: text(header, 'EIid'),
    number: text(supervision, 'InvoiceNumber'),
    issuedOn: day(text(supervision, 'IssueTime')),
    seller: readParty(one(data, 'SellerInformation'), 'Seller'),
    buyer: readParty(one(data, 'BuyerInformation'), 'Buyer'),
    amountWithoutTaxFen: amount(basic, 'TotalAmWithoutTax'),
    taxFen: amount(basic, 'TotalTaxAm'),
    totalFen: amount(basic, 'TotalTax-includedAmount'),
    totalUpperCase: text(basic, 'TotalTax-includedAmountInChinese'),
    lines,
  };
}

function readRoot(xml: Uint8Array): XmlElement {
  try {
    return readXml(xml, limits);
  } catch (error) {
    if (error instanceof XmlError) throw new DocumentError(`invoice.${error.fault}`, error.params, { cause: error });
    throw error;
  }
}

function readParty(element: XmlElement | null, role: 'Seller' | 'Buyer'): EInvoiceParty {
  return { creditCode: text(element, `${role}IdNum`), name: text(element, `${role}Name`) };
}

function readLine(element: XmlElement): EInvoiceLine {
  return {
    name: text(element, 'ItemName'),
    amountFen: amount(element, 'Amount'),
    taxFen: amount(element, 'ComTaxAm'),
    taxRate: text(element, 'TaxRate'),
    classificationCode: text(element, 'TaxClassificationCode'),
  };
}

/** Bounds the sums as well as the amounts, so that every figure a rule names is an exact JSON integer. */
function refuseHugeSums(lines: readonly EInvoiceLine[]): void {
  const size = (fen: bigint | null) => absoluteFen(fen ?? 0n);
  const total = sumFen(lines.map((line) => size(line.amountFen) + size(line.taxFen)));
  if (total > amountMaxFen) throw new DocumentError('invoice.amountTooLarge', { element: 'IssuItemInformation' });
}

function all(parent: XmlElement | null, name: string): XmlElement[] {
  return parent?.children.filter((child) => child.name === name) ?? [];
}

function one(parent: XmlElement | null, name: string): XmlElement | null {
  const found = all(parent, name);
  if (found.length > 1) throw new DocumentError('invoice.elementRepeated', { element: name });
  return found[0] ?? null;
}

function text(parent: XmlElement | null, name: string): string | null {
  return one(parent, name)?.text || null;
}

function amount(parent: XmlElement | null, name: string): bigint | null {
  const found = text(parent, name);
  if (found === null) return null;
  const fen = parseYuan(found);
  if (fen === undefined) throw new DocumentError('invoice.amountInvalid', { element: name, found: excerpt(found) });
  if (absoluteFen(fen) > amountMaxFen) throw new DocumentError('invoice.amountTooLarge', { element: name });
  return fen;
}

function day(time: string | null): string | null {
  const date = time?.slice(0, 10) ?? '';
  return isDay(date) ? date : null;
}

/** What is shown back of a stranger's text: enough to find the place, never a page of it. */
const excerpt = (found: string) => (found.length > 40 ? `${found.slice(0, 40)}…` : found);

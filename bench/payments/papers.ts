import { randomBytes } from 'node:crypto';
import { makeEInvoice, makePdf } from '@gbc/documents/testing';

/** A file of a payment, as the body of a multipart request. */
export interface Paper {
  readonly kind: 'eInvoice' | 'contract' | 'invoice';
  readonly contentType: string;
  readonly body: readonly Uint8Array[];
}

/** What a supplier hands in for one payment. */
export interface Papers {
  readonly form: Readonly<Record<string, unknown>> & { readonly amountFen: number };
  readonly files: readonly Paper[];
}

export interface Party {
  readonly creditCode: string;
  readonly nameZh: string;
}

const projectId = 'HK-2026-001';
const linesCount = 12;
const lineFen = 900n;
const lineTaxFen = 81n;
/** Of each payment. */
export const amountFen = linesCount * Number(lineFen + lineTaxFen);
/** So many payments under one contract. */
const paymentsOfContract = 100;
const contractFen = amountFen * paymentsOfContract;

const digits = 12;
const noNumber = '0'.repeat(digits);
const pdfLineBytes = 40;
/** Makes a PDF of 200 kB. */
const pdfLines = 2_310;

const boundary = 'gbc-union-bench';
const contentType = `multipart/form-data; boundary=${boundary}`;

function head(kind: Paper['kind'], fileName: string, mediaType: string): Buffer {
  return Buffer.from([
    `--${boundary}`, 'Content-Disposition: form-data; name="kind"', '', kind,
    `--${boundary}`, `Content-Disposition: form-data; name="file"; filename="${fileName}"`, `Content-Type: ${mediaType}`, '', '',
  ].join('\r\n'));
}
const tail = Buffer.from(`\r\n--${boundary}--\r\n`);

/** A PDF of 200 kB that differs from all others by the number in it; all but that is shared. */
function pdfMaker(kind: 'contract' | 'invoice'): (number: string) => Paper {
  const filler = Array.from({ length: pdfLines }, () => randomBytes(pdfLineBytes).toString('hex'));
  const pdf = makePdf(`${kind} ${noNumber}`, ...filler);
  const at = pdf.indexOf(noNumber);
  const before = Buffer.concat([head(kind, `${kind}.pdf`, 'application/pdf'), pdf.subarray(0, at)]);
  const after = Buffer.concat([pdf.subarray(at + digits), tail]);
  return (number) => ({ kind, contentType, body: [before, Buffer.from(number), after] });
}

function eInvoice(invoiceNumber: string, seller: Party, buyer: Party): Paper {
  const xml = makeEInvoice({
    number: invoiceNumber,
    seller: { creditCode: seller.creditCode, name: seller.nameZh },
    buyer: { creditCode: buyer.creditCode, name: buyer.nameZh },
    lines: Array.from({ length: linesCount }, () => ({ name: '*建筑服务*道路整治工程进度款', amountFen: lineFen, taxFen: lineTaxFen })),
    issuedOn: '2026-10-15',
  });
  return { kind: 'eInvoice', contentType, body: [head('eInvoice', 'e-invoice.xml', 'application/xml'), Buffer.from(xml), tail] };
}

/** Makes the papers of the payment with a number: an e-invoice of 6 kB and two PDFs of 200 kB, none like another. */
export function papersMaker(seller: Party, buyer: Party): (paymentNo: number) => Papers {
  const [contractPdf, invoicePdf] = [pdfMaker('contract'), pdfMaker('invoice')];
  return (paymentNo) => {
    const number = String(paymentNo).padStart(digits, '0');
    const invoiceNumber = `26317000${number}`;
    return {
      form: {
        proposal: { title: `滨江步道路面整治进度款 ${number}`, purpose: '东大名路（公平路至高阳路）路面铣刨加铺，监理已签认的进度款。', projectId },
        contract: { number: `HT-BENCH-${Math.floor(paymentNo / paymentsOfContract)}`, amountFen: contractFen, signedOn: '2026-03-01' },
        invoice: { number: invoiceNumber, amountFen, issuedOn: '2026-10-15' },
        amountFen,
      },
      files: [eInvoice(invoiceNumber, seller, buyer), contractPdf(number), invoicePdf(number)],
    };
  };
}

import type { EInvoice } from '../e-invoice/e-invoice.ts';
import { parseEInvoice } from '../e-invoice/parse-e-invoice.ts';
import type { EInvoiceFacts } from '../rules/street-facts.ts';
import { makeEInvoice } from './make-e-invoice.ts';

const payer = { creditCode: '11310109002453126Q', name: '虹口区示例街道办事处' };
const payee = { creditCode: '91310109MA1G5K2P2Y', name: '上海示例市政建设有限公司' };
const number = '26312000000012345678';
const issuedOn = '2026-10-15';

const lines = [
  { name: '*建筑服务*道路整治工程进度款', amountFen: 60_000_00n, taxFen: 5_400_00n },
  { name: '*建筑服务*排水管网改造进度款', amountFen: 40_000_00n, taxFen: 3_600_00n },
];

/** Facts that every rule passes: an invoice of 109,000 yuan on a contract of 500,000, of which 200,000 went before. */
export const soundFacts: EInvoiceFacts = {
  form: {
    contract: { number: 'HT-2026-017', amountFen: 500_000_00n, signedOn: '2026-03-01' },
    invoice: { number, amountFen: 109_000_00n, issuedOn },
    amountFen: 109_000_00n,
  },
  payer,
  payee,
  eInvoice: parseEInvoice(Buffer.from(makeEInvoice({ number, seller: payee, buyer: payer, lines, issuedOn }))),
  invoicedBeforeFen: 200_000_00n,
  contractAmountBeforeFen: 500_000_00n,
  invoiceUsedBy: null,
};

/** {@link soundFacts} with something else on the e-invoice. */
export function withEInvoice(changes: Partial<EInvoice>): EInvoiceFacts {
  return { ...soundFacts, eInvoice: { ...soundFacts.eInvoice, ...changes } };
}

/** {@link soundFacts} with something else in the form. */
export function withForm(changes: {
  contract?: Partial<EInvoiceFacts['form']['contract']>;
  invoice?: Partial<EInvoiceFacts['form']['invoice']>;
  amountFen?: bigint;
}): EInvoiceFacts {
  const { contract, invoice, amountFen } = soundFacts.form;
  return {
    ...soundFacts,
    form: {
      contract: { ...contract, ...changes.contract },
      invoice: { ...invoice, ...changes.invoice },
      amountFen: changes.amountFen ?? amountFen,
    },
  };
}

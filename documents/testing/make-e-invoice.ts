import { formatYuan, sumFen } from '../numbers/fen.ts';
import { toUpperCaseYuan } from '../numbers/upper-case-yuan.ts';

export interface EInvoiceOptions {
  /** 20 digits */
  readonly number: string;
  readonly seller: { readonly creditCode: string; readonly name: string };
  readonly buyer: { readonly creditCode: string; readonly name: string };
  readonly lines: readonly EInvoiceLineOptions[];
  /** `YYYY-MM-DD` */
  readonly issuedOn: string;
}

export interface EInvoiceLineOptions {
  readonly name: string;
  /** Without tax; negative throughout in a red invoice */
  readonly amountFen: bigint;
  readonly taxFen: bigint;
  /** Default `0.09` */
  readonly taxRate?: string;
}

/** The XML of an e-invoice that every rule passes, for seed data, demo and tests. */
export function makeEInvoice({ number, seller, buyer, lines, issuedOn }: EInvoiceOptions): string {
  const amountFen = sumFen(lines.map((line) => line.amountFen));
  const taxFen = sumFen(lines.map((line) => line.taxFen));
  return `<?xml version="1.0" encoding="UTF-8"?>
<EInvoice>
  <Header>
    <EIid>${escapeXml(number)}</EIid>
    <EInvoiceTag>SWEI3200</EInvoiceTag>
    <Version>1.0</Version>
  </Header>
  <EInvoiceData>
    <SellerInformation>
      <SellerIdNum>${escapeXml(seller.creditCode)}</SellerIdNum>
      <SellerName>${escapeXml(seller.name)}</SellerName>
    </SellerInformation>
    <BuyerInformation>
      <BuyerIdNum>${escapeXml(buyer.creditCode)}</BuyerIdNum>
      <BuyerName>${escapeXml(buyer.name)}</BuyerName>
    </BuyerInformation>
    <BasicInformation>
      <TotalAmWithoutTax>${formatYuan(amountFen)}</TotalAmWithoutTax>
      <TotalTaxAm>${formatYuan(taxFen)}</TotalTaxAm>
      <TotalTax-includedAmount>${formatYuan(amountFen + taxFen)}</TotalTax-includedAmount>
      <TotalTax-includedAmountInChinese>${toUpperCaseYuan(amountFen + taxFen)}</TotalTax-includedAmountInChinese>
      <RequestTime>${issuedOn} 10:21:33</RequestTime>
    </BasicInformation>
${lines.map(lineXml).join('\n')}
  </EInvoiceData>
  <TaxSupervisionInfo>
    <InvoiceNumber>${escapeXml(number)}</InvoiceNumber>
    <IssueTime>${issuedOn} 10:21:35</IssueTime>
    <TaxBureauCode>13100000000</TaxBureauCode>
    <TaxBureauName>国家税务总局上海市税务局</TaxBureauName>
  </TaxSupervisionInfo>
</EInvoice>
`;
}

function lineXml({ name, amountFen, taxFen, taxRate = '0.09' }: EInvoiceLineOptions): string {
  return `    <IssuItemInformation>
      <ItemName>${escapeXml(name)}</ItemName>
      <Quantity>1</Quantity>
      <UnPrice>${formatYuan(amountFen)}</UnPrice>
      <Amount>${formatYuan(amountFen)}</Amount>
      <TaxRate>${escapeXml(taxRate)}</TaxRate>
      <ComTaxAm>${formatYuan(taxFen)}</ComTaxAm>
      <TotaltaxIncludedAmount>${formatYuan(amountFen + taxFen)}</TotaltaxIncludedAmount>
      <TaxClassificationCode>3050200000000000000</TaxClassificationCode>
    </IssuItemInformation>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const escapeXml = (text: string) => text.replace(/[&<>]/g, (character) => entities[character] ?? character);

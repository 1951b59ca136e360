import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BankError, iso20022Format, type CustodyAccount } from '../index.ts';
import { readDocument } from './document.ts';
import { readPain001, writePain001 } from './pain-001.ts';

const account: CustodyAccount = { number: '31050161393600000017', holder: '虹口区财政局', bank: '示例托管银行' };
const format = iso20022Format(account);
const read = (xml: string) => format.read({ name: 'message.xml', bytes: Buffer.from(xml) });
const refused = (fault: string) => (error: unknown) => error instanceof BankError && error.code === 'bank.messageInvalid' && error.params['fault'] === fault;
const order = { paymentId: '0192f3c4-1', amountFen: 123_456_789_05n, creditor: { name: '上海示例 <浦江> & 公司', account: '6222020000001234567', bank: '示例银行虹口支行' }, remittance: '滨江步道进度款 "二期"' };

/** An entry as a bank writes it, by hand from the standard: with elements that we don't know, and one that we do under a prefix. */
const entry = ({ amount = '600000.00', ccy = 'CNY', direction = 'CRDT', status = '<Sts><Cd>BOOK</Cd></Sts>', details = '<RmtInf><Ustrd>HK-2026-017</Ustrd></RmtInf>', refs = '' } = {}) => `
  <Ntry><NtryRef>1</NtryRef><Amt Ccy="${ccy}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>${status}<BookgDt><Dt>2026-11-20</Dt></BookgDt><ValDt><Dt>2026-11-21</Dt></ValDt>
  <AcctSvcrRef>REF-1</AcctSvcrRef><BkTxCd><Prtry><Cd>X</Cd></Prtry></BkTxCd><SomethingNew><Deep>1</Deep></SomethingNew>
  <NtryDtls><TxDtls><Refs>${refs}</Refs><RltdPties><Dbtr><Pty><Nm>虹口区财政局</Nm></Pty></Dbtr></RltdPties>${details}</TxDtls></NtryDtls></Ntry>`;
const notification = (entries: string, { version = '08', number = account.number } = {}) =>
  `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.${version}"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-21T09:00:00</CreDtTm></GrpHdr>
  <Ntfctn><Id>N1</Id><Acct><Id><Othr><Id>${number}</Id></Othr></Id></Acct>${entries}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`;
const status = (inner: string) =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>S1</MsgId><CreDtTm>2026-11-21T09:00:00+08:00</CreDtTm></GrpHdr>${inner}</CstmrPmtStsRpt></Document>`;

describe('an order in ISO 20022', () => {
  test('is pain.001.001.09 with all that the standard asks for, and says what was ordered', () => {
    const { name, bytes } = format.writeOrder(order, new Date('2026-11-21T01:00:00Z'));
    const text = Buffer.from(bytes).toString('utf8');
    assert.equal(name, 'pain.001-0192f3c4-1.xml');
    for (const part of ['pain.001.001.09', '<MsgId>0192f3c4-1</MsgId>', '<NbOfTxs>1</NbOfTxs>', '<CtrlSum>123456789.05</CtrlSum>', '<EndToEndId>0192f3c4-1</EndToEndId>', '<InstdAmt Ccy="CNY">123456789.05</InstdAmt>', '<Dt>2026-11-21</Dt>']) assert.ok(text.includes(part), part);
    const { kind, version, body } = readDocument(bytes);
    assert.deepEqual([kind, version], ['pain.001', '001.09']);
    assert.deepEqual(readPain001(body), { messageId: order.paymentId, createdAt: new Date('2026-11-21T01:00:00Z'), debtor: account, orders: [order] });
  });

  test('whose number or sum of transfers isn’t what it says is refused by who reads it', () => {
    const bytes = Buffer.from(writePain001({ messageId: 'M', createdAt: new Date(0), debtor: account, orders: [order, { ...order, paymentId: 'P2' }] })).toString('utf8');
    const readAgain = (text: string) => readPain001(readDocument(Buffer.from(text)).body);
    assert.equal(readAgain(bytes).orders.length, 2);
    assert.throws(() => readAgain(bytes.replace('<NbOfTxs>2', '<NbOfTxs>3')), refused('sumWrong'));
    assert.throws(() => readAgain(bytes.replace('246913578.10', '246913578.11')), refused('sumWrong'));
  });
});

describe('an advice in camt.054', () => {
  test('is a deposit with what the payer wrote, or a payment done by its end-to-end id; what is unknown is passed over', () => {
    const { deposits, payments } = read(notification(entry() + entry({ direction: 'DBIT', amount: '0.01', refs: '<AcctSvcrRef>REF-2</AcctSvcrRef><EndToEndId>P-1</EndToEndId>' })));
    assert.deepEqual(deposits.map(({ advice }) => advice), [{ adviceId: 'REF-1', reference: 'HK-2026-017', amountFen: 60_000_000n, valueDate: '2026-11-21', debtorName: '虹口区财政局' }]);
    assert.deepEqual(payments.map(({ advice }) => advice), [{ adviceId: 'REF-2', paymentId: 'P-1', outcome: 'paid', amountFen: 1n, valueDate: '2026-11-21', reasonCode: null }]);
  });

  test('is read in older versions, with a structured reference, and only once it is booked', () => {
    const structured = entry({ status: '<Sts>BOOK</Sts>', details: '<RmtInf><Strd><CdtrRefInf><Ref>HK-2026-018</Ref></CdtrRefInf></Strd></RmtInf>' });
    assert.equal(read(notification(structured, { version: '02' })).deposits[0]?.advice.reference, 'HK-2026-018');
    assert.deepEqual(read(notification(entry({ status: '<Sts><Cd>PDNG</Cd></Sts>' }))).deposits, []);
    assert.equal(read(notification(entry({ details: '' }))).deposits[0]?.advice.reference, 'NOTPROVIDED');
  });

  test('of several transactions is each of them, and they must come to the whole', () => {
    const one = (ref: string, amount: string) => `<TxDtls><Refs><AcctSvcrRef>${ref}</AcctSvcrRef></Refs><Amt Ccy="CNY">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RmtInf><Ustrd>${ref}</Ustrd></RmtInf></TxDtls>`;
    const batch = (second: string) => notification(entry({ amount: '3.00' }).replace(/<NtryDtls>.*<\/NtryDtls>/s, `<NtryDtls>${one('A', '1.00')}${one('B', second)}</NtryDtls>`));
    assert.deepEqual(read(batch('2.00')).deposits.map(({ advice: { adviceId, amountFen } }) => [adviceId, amountFen]), [['A', 100n], ['B', 200n]]);
    assert.throws(() => read(batch('2.01')), refused('sumWrong'));
  });

  for (const [what, xml, fault] of [
    ['another account', notification(entry(), { number: '1' }), 'foreignAccount'],
    ['another currency', notification(entry({ ccy: 'USD' })), 'foreignCurrency'],
    ['three decimals', notification(entry({ amount: '1.001' })), 'unreadable'],
    ['nothing', notification(entry({ amount: '0.00' })), 'unreadable'],
    ['more than an exact integer', notification(entry({ amount: '90071992547409.92' })), 'unreadable'],
    ['an amount in words', notification(entry({ amount: '1e3' })), 'unreadable'],
    ['neither credit nor debit', notification(entry({ direction: 'BOTH' })), 'unreadable'],
    ['two amounts', notification(entry().replace('<CdtDbtInd>', '<Amt Ccy="CNY">1.00</Amt><CdtDbtInd>')), 'repeated'],
    ['no reference of the bank’s', notification(entry().replace(/<AcctSvcrRef>.*?<\/AcctSvcrRef>/, '')), 'missing'],
    ['another kind of message', notification(entry()).replaceAll('camt.054', 'camt.052'), 'unknownMessage'],
    ['no message at all', '<html/>', 'unknownMessage'],
    ['half a message', notification(entry()).slice(0, 400), 'broken'],
    ['an entity', `<!DOCTYPE Document [<!ENTITY x "1">]>${notification(entry()).replace(/^<\?xml.*?\?>/, '')}`, 'broken'],
    ['more than can be read', `<a>${'x'.repeat(9 * 1024 * 1024)}</a>`, 'tooLarge'],
  ] as const) {
    test(`that says ${what} isn’t believed`, () => assert.throws(() => read(xml), refused(fault)));
  }
});

describe('a status in pain.002', () => {
  const transfer = (id: string, code: string, reason = '') => `<TxInfAndSts><StsId>T-${id}</StsId><OrgnlEndToEndId>${id}</OrgnlEndToEndId><TxSts>${code}</TxSts>${reason}</TxInfAndSts>`;

  test('refuses what it refuses, one by one, and settles nothing else', () => {
    const { payments } = read(status(`<OrgnlGrpInfAndSts><OrgnlMsgId>P-1</OrgnlMsgId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>P-1</OrgnlPmtInfId>
      ${transfer('P-1', 'ACSC')}${transfer('P-2', 'RJCT', '<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>')}${transfer('P-3', 'ACCP')}${transfer('P-4', 'RJCT')}</OrgnlPmtInfAndSts>`));
    assert.deepEqual(payments.map(({ advice: { adviceId, paymentId, outcome, amountFen, reasonCode } }) => [adviceId, paymentId, outcome, amountFen, reasonCode]), [
      ['T-P-2', 'P-2', 'refused', null, 'AC04'], ['T-P-4', 'P-4', 'refused', null, 'NARR'],
    ]);
  });

  test('of the whole message or of all its payments is one of the order in it', () => {
    const reason = '<StsRsnInf><Rsn><Cd>FF01</Cd></Rsn></StsRsnInf>';
    const group = read(status(`<OrgnlGrpInfAndSts><OrgnlMsgId>P-1</OrgnlMsgId><GrpSts>RJCT</GrpSts>${reason}</OrgnlGrpInfAndSts>`));
    const payment = read(status(`<OrgnlGrpInfAndSts><OrgnlMsgId>X</OrgnlMsgId></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>P-1</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts>${reason}</OrgnlPmtInfAndSts>`));
    for (const { payments } of [group, payment]) assert.deepEqual(payments.map(({ advice: { paymentId, reasonCode } }) => [paymentId, reasonCode]), [['P-1', 'FF01']]);
  });
});

describe('a statement in camt.053', () => {
  const balance = (code: string, amount: string) => `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-21</Dt></Dt></Bal>`;
  const statement = (balances: string) => `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>2026-11-21</Id><Acct><Id><Othr><Id>${account.number}</Id></Othr></Id></Acct>
    ${balances}${entry()}${entry({ direction: 'DBIT', amount: '100.00', refs: '<EndToEndId>P-1</EndToEndId>' })}</Stmt></BkToCstmrStmt></Document>`;

  test('opens, moves and closes; a payment stands on it by its end-to-end id', () => {
    const [part] = read(statement(balance('OPBD', '0.00') + balance('CLAV', '1.00') + balance('CLBD', '599900.00'))).statements;
    assert.deepEqual([part?.statementId, part?.openingFen, part?.closingFen], ['2026-11-21', 0n, 59_990_000n]);
    assert.deepEqual(part?.lines.map(({ kind, id, amountFen }) => [kind, id, amountFen]), [['deposit', 'REF-1', 60_000_000n], ['payment', 'P-1', 10_000n]]);
    assert.equal(new Date(part?.throughMs ?? 0).toISOString(), '2026-11-21T15:59:59.999Z');
  });

  test('without a balance, or with two, isn’t believed', () => {
    assert.throws(() => read(statement(balance('OPBD', '0.00'))), refused('missing'));
    assert.throws(() => read(statement(balance('OPBD', '0.00') + balance('CLBD', '1.00') + balance('CLBD', '2.00'))), refused('repeated'));
  });
});

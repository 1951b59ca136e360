import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { soundFacts, withEInvoice, withForm } from '../testing/street-facts.ts';
import { makeEInvoice } from '../testing/make-e-invoice.ts';
import { parseEInvoice } from '../e-invoice/parse-e-invoice.ts';
import type { Finding } from './finding.ts';
import type { StreetFacts } from './street-facts.ts';
import { validateStreetApplication } from './validate-street-application.ts';

const broken = (facts: StreetFacts) =>
  validateStreetApplication(facts)
    .filter(({ outcome }) => outcome !== 'passed')
    .map(({ rule, outcome }) => `${rule} ${outcome}`);

describe('a supplier’s application to a street office', () => {
  it('passes every rule when it is sound, each told once for its field', () => {
    const findings = validateStreetApplication(soundFacts);
    assert.deepEqual(broken(soundFacts), []);
    const places = findings.map(({ rule, field }) => `${rule} ${field}`);
    assert.equal(new Set(places).size, findings.length);
    assert.equal(findings.length, 22);
  });

  it('has no rule that the README does not list', () => {
    const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
    for (const { rule, article } of validateStreetApplication(soundFacts)) {
      assert.match(readme, new RegExp(`^\\| \`${rule}\` .*\\| ${article} \\|`, 'm'));
    }
  });

  it('has findings that are JSON as they stand', () => {
    const findings = validateStreetApplication(withForm({ amountFen: BigInt(Number.MAX_SAFE_INTEGER) }));
    assert.deepEqual(JSON.parse(JSON.stringify(findings)) as Finding[], findings);
  });

  it('is refused without an e-invoice, for that alone', () => {
    assert.deepEqual(broken({ ...soundFacts, eInvoice: null }), ['invoice.missing refused']);
  });

  for (const [what, facts, expected] of [
    ['a payee with a wrong credit code', { ...soundFacts, payee: { ...soundFacts.payee, creditCode: '91350100M000100Y4Z' } }, ['creditCode.check refused', 'invoice.seller refused']],
    ['somebody else’s invoice', withEInvoice({ buyer: { creditCode: '11320000MB151840XJ', name: '别处' } }), ['invoice.buyer refused', 'invoice.buyerName warned']],
    ['an invoice used elsewhere', { ...soundFacts, invoiceUsedBy: 'A-7' }, ['invoice.usedTwice refused']],
    ['a contract that is used up', { ...soundFacts, invoicedBeforeFen: 500_000_00n }, ['invoice.overContract refused']],
    ['too much asked for', withForm({ amountFen: 200_000_00n }), ['amount.overInvoice refused']],
    ['a total written up', withEInvoice({ totalFen: 190_000_00n }), ['invoice.sums refused', 'invoice.amount refused', 'invoice.upperCaseAmount warned']],
    ['a contract signed after the invoice', withForm({ contract: { signedOn: '2026-11-01' } }), ['invoice.beforeContract warned']],
  ] as const) {
    it(`with ${what}: ${expected.join(', ')}`, () => assert.deepEqual(broken(facts), expected));
  }

  it('is refused with a red invoice', () => {
    const { seller, buyer, number, issuedOn } = { seller: soundFacts.payee, buyer: soundFacts.payer, ...soundFacts.form.invoice };
    const lines = [{ name: '冲红', amountFen: -100_000_00n, taxFen: -9_000_00n }];
    const eInvoice = parseEInvoice(Buffer.from(makeEInvoice({ number, seller, buyer, lines, issuedOn })));
    assert.deepEqual(broken({ ...soundFacts, eInvoice }), ['invoice.amount refused', 'invoice.red warned', 'amount.overInvoice refused']);
  });
});

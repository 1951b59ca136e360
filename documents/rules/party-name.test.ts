import assert from 'node:assert/strict';
import { it } from 'node:test';
import { soundFacts, withEInvoice } from '../testing/street-facts.ts';
import { invoiceBuyerName, invoiceSellerName } from './party-name.ts';

const { payer, payee } = soundFacts;

it('warns of a buyer or seller with another name', () => {
  const buyer = invoiceBuyerName(withEInvoice({ buyer: { ...payer, name: '虹口区另一街道办事处' } }));
  assert.deepEqual([buyer.rule, buyer.outcome, buyer.params['found']], ['invoice.buyerName', 'warned', '虹口区另一街道办事处']);
  const seller = invoiceSellerName(withEInvoice({ seller: { ...payee, name: payer.name } }));
  assert.deepEqual([seller.rule, seller.outcome, seller.params['expected']], ['invoice.sellerName', 'warned', payee.name]);
});

it('takes full-width brackets and spaces for the same name, and misses none that is not there', () => {
  const facts = { ...soundFacts, payee: { ...payee, name: '示例(上海)有限公司' } };
  for (const name of ['示例（上海）有限公司', ' 示例(上海) 有限公司', null]) {
    const eInvoice = { ...soundFacts.eInvoice, seller: { ...payee, name } };
    assert.equal(invoiceSellerName({ ...facts, eInvoice }).outcome, 'passed');
  }
});

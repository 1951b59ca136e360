import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { outcomesOf } from '@gbc/applications';
import { fileSizeMaxBytes, validateStreetApplication, type EInvoice, type StreetFacts } from '@gbc/documents';
import type { DecisionKind } from '@gbc/events';
import type { z } from 'zod';
import { messages, sentence, type Sentences } from '../messages.ts';
import { toProblem } from '../problem.ts';
import { scanCodes, scanEngineCodes, scanEvents, scanFieldCodes } from './testing/scan-codes.ts';

const languages = ['zh-CN', 'en'] as const;
const kinds = ['title', 'detail', 'field', 'finding', 'event'] as const satisfies (keyof Sentences)[];
const chinese = messages['zh-CN'];

const zodCodes = {
  invalid_type: true, too_big: true, too_small: true, invalid_format: true, not_multiple_of: true, unrecognized_keys: true,
  invalid_union: true, invalid_key: true, invalid_element: true, invalid_value: true, custom: true,
} satisfies Record<z.core.$ZodIssue['code'], true>;

const decisionKinds = {
  review: true, payout: true, secondPayout: true, matchDeposit: true, redemption: true, correction: true, paymentCheck: true, resubmission: true, supplement: true, receipt: true,
  disputeAnswer: true, opinion: true,
} satisfies Record<DecisionKind, true>;

const found = scanCodes();
const events = scanEvents();
const problemCodes = [...found.map(({ code }) => code), ...scanEngineCodes()];
const readingCodes = problemCodes.filter((code) => code.startsWith('invoice.'));

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
const sorted = (texts: Iterable<string>) => [...new Set(texts)].sort();

/** Holds the keys of one kind to what the sources can say: none is missing, and none is there that nobody gives. */
function assertKeys(kind: keyof Sentences, expected: Iterable<string>): void {
  const here = Object.keys(chinese[kind]);
  const there = ['*', ...expected];
  const differences = { missing: sorted(there.filter((key) => !here.includes(key))), neverGiven: here.filter((key) => !there.includes(key)) };
  assert.deepEqual(differences, { missing: [], neverGiven: [] }, `the keys of "${kind}": ${JSON.stringify(differences)}`);
}

const party = { creditCode: '91350100M000100Y43', name: '甲' };
const invoice: EInvoice = {
  eInvoiceId: null, number: null, issuedOn: null, seller: party, buyer: party, amountWithoutTaxFen: null, taxFen: null,
  totalFen: null, totalUpperCase: null, lines: [],
};
const facts: StreetFacts = {
  form: { contract: { number: '1', amountFen: 1n, signedOn: '2026-03-01' }, invoice: { number: '1', amountFen: 1n, issuedOn: '2026-03-02' }, amountFen: 1n },
  payer: party, payee: party, eInvoice: invoice, invoicedBeforeFen: 0n, contractAmountBeforeFen: null, invoiceUsedBy: null,
};
/** Every rule's finding; the invoice adds up to nothing, so that the rule on sums names its figures. */
const findings = validateStreetApplication(facts);

describe('what the server says', () => {
  it('has a title and a detail for every code of a refusal', () => {
    assertKeys('title', problemCodes);
    assertKeys('detail', problemCodes);
  });

  it('has a sentence for every code of a field', () => {
    const written = scanFieldCodes().filter((code) => !problemCodes.includes(code));
    assertKeys('field', [...written, ...Object.keys(zodCodes).map((code) => `form.${code}`)]);
  });

  it('has a sentence for every rule, passed or not, and for every e-invoice that can’t be read', () => {
    assertKeys('finding', [...findings.flatMap(({ rule }) => [rule, `${rule}.passed`]), ...readingCodes]);
  });

  it('has a sentence for every event, by its outcome where it has one', () => {
    const decisions = (Object.keys(decisionKinds) as DecisionKind[]).flatMap((kind) => outcomesOf(kind).map((outcome) => `${kind}.${outcome}`));
    const others = events.filter(({ type }) => type !== 'decisionRecorded');
    assertKeys('event', [...decisions, ...others.flatMap(({ type, outcomes }) => (outcomes.length > 0 ? outcomes.map((outcome) => `${type}.${outcome}`) : [type]))]);
  });

  it('says the same in both languages, each in its own script', () => {
    for (const kind of kinds) {
      assert.deepEqual(Object.keys(messages.en[kind]), Object.keys(chinese[kind]), `the keys of "${kind}" and their order`);
      for (const [code, text] of Object.entries(chinese[kind])) {
        const english = messages.en[kind][code] ?? '';
        assert.deepEqual(sorted(placeholders(english)), sorted(placeholders(text)), `${kind} of ${code}`);
        if (text === '{message}') continue;
        assert.match(text, /\p{Script=Han}/u, `${kind} of ${code}`);
        assert.match(english, /^[^\p{Script=Han}]+$/u, `${kind} of ${code}`);
      }
    }
  });
});

describe('what fills the sentences', () => {
  it('is given at every place that throws the code', () => {
    for (const { code, file, params } of found) {
      if (params === null) continue;
      const needed = placeholders(`${chinese.title[code]} ${chinese.detail[code]} ${chinese.finding[code] ?? ''}`);
      for (const name of needed) assert.ok(params.includes(name), `${file} throws ${code} without {${name}}`);
    }
  });

  it('is among the figures of the rule', () => {
    for (const { rule, params } of findings) {
      for (const name of placeholders(`${chinese.finding[rule]} ${chinese.finding[`${rule}.passed`]}`)) assert.ok(name in params, `${rule} has no {${name}}`);
    }
  });

  it('is among the data of the event', () => {
    for (const { type, fields, outcomes } of events) {
      for (const key of [type, ...outcomes.map((outcome) => `${type}.${outcome}`)]) {
        for (const name of placeholders(chinese.event[key] ?? '')) assert.ok(fields.includes(name), `${key} has no {${name}}`);
      }
    }
  });

  it('is shown as yuan where it is fen', () => {
    const params = { availableFen: '0', amountFen: 123_456_789_05 };
    assert.equal(sentence('zh-CN', 'title', 'ledger.overdraft', params), '付款账户余额不足：可用 ¥0.00，需要 ¥123,456,789.05');
    assert.equal(sentence('en', 'title', 'ledger.overdraft', params), 'The paying account is short: ¥0.00 available, ¥123,456,789.05 needed');
  });

  it('is the size limit of files as it is enforced', () => {
    for (const language of languages) assert.ok(messages[language].title['document.tooLarge']?.includes(`${fileSizeMaxBytes / 1024 / 1024} MB`));
  });
});

describe('a refusal', () => {
  it('reaches the reader under its own code, never as a fault', () => {
    const lost = found.filter(({ code }) => toProblem(Object.assign(new Error(code), { code, params: {} }), 'zh-CN', 'trace').code !== code);
    assert.deepEqual(sorted(lost.map(({ code }) => code)), []);
  });

  it('without a sentence of its own names its code', () => {
    for (const language of languages) assert.match(sentence(language, 'detail', 'room.newCode'), /room\.newCode/);
  });
});

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { soundFacts, withForm } from '../testing/street-facts.ts';
import { contractAmountChanged } from './contract-amount-changed.ts';

it('warns where a known contract is entered with another amount', () => {
  const { outcome, params } = contractAmountChanged(withForm({ contract: { amountFen: 500_000_01n } }));
  assert.deepEqual([outcome, params], ['warned', { enteredFen: 50_000_001, registeredFen: 50_000_000 }]);
  assert.equal(contractAmountChanged(soundFacts).outcome, 'passed');
  assert.equal(contractAmountChanged({ ...soundFacts, contractAmountBeforeFen: null }).outcome, 'passed');
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openAccount, openBudget, readTrail } from './index.ts';
import { people, useScene } from './testing/index.ts';

describe('readTrail', () => {
  const scene = useScene(300_000_00n);
  const trailOf = async (applicationId: string) => {
    const trail = await readTrail(scene().database.read, applicationId);
    return trail.map((step) => [step.applicationId, step.debitAccountId, step.creditAccountId, step.amountFen, step.state]);
  };
  const pay = async (applicationId: string, changes: Parameters<ReturnType<typeof scene>['submit']>[1] = {}) => {
    await scene().reviewed(applicationId, changes);
    await scene().take(applicationId);
    await scene().decide(applicationId, { kind: 'payout', by: people.finance });
    await scene().post(applicationId);
  };

  test('leads from a payment through every hand back to the mints', async () => {
    await scene().run(openAccount, { id: 'next', kind: 'holding', organisationId: 'beiwaitan', projectId: 'promenade' });
    await scene().run(openBudget, { id: 'next', level: 'appropriation', payerAccountId: 'next', limitFen: 1_000_000_00n });
    await scene().run(openBudget, { id: 'next contract', level: 'contract', parentId: 'next', payeeAccountId: 'supplier', limitFen: 1_000_000_00n });
    await scene().fund('second', 50_000_00n);
    await pay('allocation', { budgetId: 'appropriation', payeeAccountId: 'next', payeeOrganisationId: 'beiwaitan', amountFen: 320_000_00n });
    await scene().fund('later', 1n);
    await pay('payment', { budgetId: 'next contract', payerAccountId: 'next', amountFen: 290_000_00n });
    await pay('rest', { budgetId: 'next contract', payerAccountId: 'next', amountFen: 30_000_00n });
    const allocated = ['allocation', 'street', 'next', 320_000_00n, 'posted'];
    const [first, second] = [['deposit:first', 'custody', 'street', 300_000_00n, 'posted'], ['deposit:second', 'custody', 'street', 50_000_00n, 'posted']];
    assert.deepEqual(await trailOf('payment'), [first, second, allocated, ['payment', 'next', 'supplier', 290_000_00n, 'posted']]);
    assert.deepEqual(await trailOf('rest'), [first, second, allocated, ['rest', 'next', 'supplier', 30_000_00n, 'posted']]);
  });

  test('shows voided holds of the application itself, and holds as they stand', async () => {
    await scene().reviewed('app');
    assert.deepEqual(await trailOf('app'), []);
    await scene().take('app');
    await scene().void('app');
    await scene().decide('app', { kind: 'review', by: people.specialist, payoutNo: 2 });
    await scene().take('app', 2);
    assert.deepEqual((await trailOf('app')).map(([applicationId, , , , state]) => [applicationId, state]), [
      ['deposit:first', 'posted'],
      ['app', 'voided'],
      ['app', 'pending'],
    ]);
  });
});

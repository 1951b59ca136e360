import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { check } from '../../app/demo/checker.ts';
import { prove } from '../../app/demo/prove.ts';
import { atOneMoment } from './books.ts';
import type { LogWatch } from './log-watch.ts';
import type { People } from './people.ts';
import { checkMoney } from './quick-checks.ts';
import { regulator } from './scene.ts';

const patienceMs = 120_000;

/** Waits until every event has its leaf and every leaf is published, and looks at all of them. */
async function readWholeLog(dataDir: string, log: LogWatch): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    await log.look();
    const [left] = await atOneMoment(dataDir, (ask) => ask<{ pending: number; leaves: number }>('select (select count(*)::int from event_pending) as pending, (select count(*)::int from log_leaf) as leaves'));
    if (left?.pending === 0 && left.leaves === log.size) return;
    if (performance.now() > deadline) throw new Error(`the log has taken in nothing for ${patienceMs / 1000} s: ${JSON.stringify(left)}, published ${log.size}`);
    await sleep(100);
  }
}

/** What nobody is at work on any more: commands that the engine was never told, incidents, tasks nobody was asked about. */
async function findLeftovers(dataDir: string): Promise<object[]> {
  return atOneMoment(dataDir, (ask) => ask(
    `select 'outbox' as what, kind as kind, application_id as id from outbox where done_at is null
     union all select 'incident', error_type || ': ' || message, i.process_instance_key from process_incident i join process_instance p using (engine_id, process_instance_key) where i.resolved_at is null and p.state = 'running'
     union all select 'application', state, id from application where state not in ('draft', 'completed', 'terminated')
     union all select 'decision', kind, application_id from decision where state = 'recorded'`,
  ));
}

/** A payment and a redemption that came to their end, to be proved. */
async function findProvable(dataDir: string): Promise<{ applicationId: string; redemptionId: string }> {
  const [found] = await atOneMoment(dataDir, (ask) => ask<{ applicationId: string | null; redemptionId: string | null }>(
    `select (select application_id from transfer join application a on a.id = application_id where kind = 'payout' and transfer.state = 'posted' and a.state = 'completed' order by settled_at desc limit 1) as "applicationId",
            (select application_id from transfer join application a on a.id = application_id where kind = 'burn' and transfer.state = 'posted' and a.state = 'completed' order by settled_at desc limit 1) as "redemptionId"`,
  ));
  assert.ok(found?.applicationId, 'nothing was paid');
  return { applicationId: found.applicationId, redemptionId: found.redemptionId ?? found.applicationId };
}

/**
 * Everything, once all matters have come to their end: nothing is left lying, custody is supply to the fen, the reserve proof agrees, the
 * independent checker agrees over all exported events, and receipts hold against the chain. @returns one line about it
 */
export async function checkWhole(dataDir: string, people: People, log: LogWatch): Promise<string> {
  assert.deepEqual(await findLeftovers(dataDir), [], 'nothing is left lying');
  const { supplyFen, comingFen, goingFen } = await checkMoney(dataDir);
  assert.deepEqual([comingFen, goingFen], [0n, 0n], 'nothing is on its way any more');
  await readWholeLog(dataDir, log);
  const proof = await people.command(regulator, 'proveReserve');
  assert.ok(proof.agrees, `the reserve proof disagrees: ${JSON.stringify(proof.lines.filter(({ state }) => state !== 'matched'))}`);
  const { packet, anchoredBlock } = await prove(await people.client(regulator), dataDir, await findProvable(dataDir));
  const report = check(packet);
  assert.deepEqual(report.differences, [], 'the independent checker agrees');
  assert.equal(report.supplyFen, supplyFen);
  await readWholeLog(dataDir, log);
  return `${report.logSize} events, ${report.paidApplications.length} payouts, supply ${report.supplyFen} fen = custody, anchored in block ${anchoredBlock}`;
}

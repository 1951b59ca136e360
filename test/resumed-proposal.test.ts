/** Between the engine's taking an accepted change and our writing down that it has, a process can be killed or the database be away. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { ApplicationError, decideProposal, proposePolicy, readModelVersion, readPolicy, readProposal, resumeProposals } from '@gbc/applications';
import { systemEnvironment as env } from '@gbc/events';
import type { Database, Tx } from '@gbc/prisma';
import { openHouse, type House } from './house.ts';

let house: House;
before(async () => void (house = await openHouse()));
after(() => house.close());

/** The house's database, cut off before the nth transaction. */
function cutOff(before: number): Database {
  let n = 0;
  return Object.assign(Object.create(house.database) as Database, {
    transaction: <T>(work: (tx: Tx) => Promise<T>): Promise<T> => ((n += 1) === before ? Promise.reject(new Error('the database is away')) : house.database.transaction(work)),
  });
}

async function propose(limitFen: string): Promise<string> {
  const { version } = await readPolicy(house.database.read, house.models, 'payout-limit');
  const changes = [{ entryId: 'streetWithinLimit_limitFen', text: limitFen }];
  const admin = await house.person('hongkou.process-admin');
  return house.database.transaction((tx) => proposePolicy(tx, env, admin, { policyId: 'payout-limit', baseVersion: version, changes, note: '限额' }, house.models));
}

const accept = async (proposalId: string, database: Database = house.database) =>
  decideProposal({ database, engine: house.engine, env }, await house.person('hongkou.process-admin-2'), proposalId, { outcome: 'accepted', reason: null }, house.models);

for (const [place, transaction] of [['the versions', 2], ['the policy', 3]] as const) {
  it(`is gone on with at the next start, cut off before ${place} were written`, async () => {
    const { read } = house.database;
    const earlier = (await readModelVersion(read, 'street-approval')).version;
    const policy = (await readPolicy(read, house.models, 'payout-limit')).version;
    const proposalId = await propose(String(1_000_000 + transaction));
    await assert.rejects(accept(proposalId, cutOff(transaction)), /the database is away/);
    const cut = await readProposal(read, proposalId);
    assert.deepEqual([cut.state, cut.deployedVersion], ['accepted', null], 'it is not open again: the engine has it');

    const rival = await propose('7777');
    await assert.rejects(accept(rival), (error: unknown) => error instanceof ApplicationError && error.code === 'proposal.stale', 'nothing is accepted on top of what is under way');

    const parts = { database: house.database, engine: house.engine, env };
    assert.deepEqual(await resumeProposals(parts, house.models), [proposalId]);
    assert.deepEqual(await resumeProposals(parts, house.models), []);
    assert.equal((await readProposal(read, proposalId)).deployedVersion, policy + 1);
    assert.equal((await readPolicy(read, house.models, 'payout-limit')).version, policy + 1);
    assert.equal((await readModelVersion(read, 'street-approval')).version, earlier + 1, 'once, though it was deployed twice');
    const { rows: deployed } = await read<{ actor: object }>(`select body::jsonb -> 'actor' as actor from event where type = 'modelDeployed' and body::jsonb #>> '{data,processId}' = 'street-approval' order by at`);
    const other = await house.person('hongkou.process-admin-2');
    assert.equal(deployed.length, earlier + 1);
    assert.deepEqual(deployed.at(-1)?.actor, { kind: 'person', personId: other.personId, organisationId: 'hongkou', role: 'process-admin' }, 'told of who accepted it');
  });
}

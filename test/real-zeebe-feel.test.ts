/** What the list of FEEL answers says of Zeebe is what Zeebe's own engine answers: each expression is a decision. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { Camunda8 } from '@camunda8/sdk';
import type { JsonValue } from '@gbc/engine';
import { decision, dmnFile, literal, type RealZeebe, startRealZeebe } from '@gbc/engine/behaviour';
import { type Answer, readZeebeAnswers } from '@gbc/engine-embedded/zeebe-answers';

const { answers, variables } = readZeebeAnswers();
let zeebe: RealZeebe | { readonly skipped: string };
before(async () => void (zeebe = await startRealZeebe()));
after(() => ('skipped' in zeebe ? undefined : zeebe.stop()));

type Client = ReturnType<Camunda8['getZeebeGrpcApiClient']>;
const connect = ({ address }: RealZeebe): Client =>
  new Camunda8({ CAMUNDA_OAUTH_DISABLED: true, ZEEBE_GRPC_ADDRESS: `grpc://${address}`, zeebeGrpcSettings: { ZEEBE_CLIENT_LOG_LEVEL: 'NONE', ZEEBE_GRPC_CLIENT_RETRY: false } }).getZeebeGrpcApiClient();

interface Asked {
  readonly decisionId: string;
  readonly expression: string;
}

/** Deploys expressions in one file; false where Zeebe refuses it. */
async function isDeployed(client: Client, asked: readonly Asked[]): Promise<boolean> {
  const file = dmnFile('asked', asked.map(({ decisionId, expression }) => decision(decisionId, literal(expression))).join(''));
  try {
    await client.deployResources([{ name: 'asked.dmn', decision: Buffer.from(file) }]);
    return true;
  } catch (error) {
    if (/INVALID_ARGUMENT/.test((error as Error).message)) return false;
    throw error;
  }
}

/** The SDK's types of JSON are narrower than JSON. */
async function answerOf(client: Client, decisionId: string): Promise<Answer> {
  const { decisionOutput, failureMessage } = await client.evaluateDecision({ decisionId, variables: { ...variables } as Record<string, never> });
  if (failureMessage) return 'fails';
  return { value: (typeof decisionOutput === 'string' ? JSON.parse(decisionOutput) : decisionOutput) as JsonValue };
}

test('Zeebe answers every expression of the list as it says', async (t) => {
  if ('skipped' in zeebe) return t.skip(zeebe.skipped);
  const client = connect(zeebe);
  const asked = answers.map((answer, number) => ({ ...answer, decisionId: `asked-${number}` }));
  const { refused = [], taken = [] } = Object.groupBy(asked, ({ zeebe: listed }) => (listed === 'refused' ? 'refused' : 'taken'));
  for (const one of refused) assert.equal(await isDeployed(client, [one]), false, one.expression);
  assert.ok(await isDeployed(client, taken), 'an expression is refused that was not');
  const different: unknown[] = [];
  for (const { decisionId, expression, zeebe: listed } of taken) {
    const answer = await answerOf(client, decisionId);
    if (!isDeepStrictEqual(answer, listed)) different.push({ expression, listed, answer });
  }
  assert.deepEqual(different, []);
});

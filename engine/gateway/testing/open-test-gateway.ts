import { type EmbeddedHarness, openHarness } from '@gbc/engine-embedded/testing';
import { createTestDatabase } from '@gbc/prisma/testing';
import { type Gateway, openGateway } from '../gateway.ts';
import { TestClient } from './client.ts';

export interface TestGateway {
  readonly harness: EmbeddedHarness;
  readonly gateway: Gateway;
  readonly client: TestClient;
  close(): Promise<void>;
}

/** Serves an engine on a database of its own, with a client that is connected. */
export async function openTestGateway(): Promise<TestGateway> {
  const database = await createTestDatabase();
  const harness = await openHarness(database);
  const gateway = await openGateway({ engine: harness.engine, port: 0 });
  const client = new TestClient(gateway.port);
  return {
    harness,
    gateway,
    client,
    async close() {
      client.close();
      await gateway.close();
      await harness.close();
      await database.drop();
    },
  };
}

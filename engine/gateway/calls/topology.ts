import { zeebeVersion } from '../protocol.ts';
import { unary } from './call.ts';

/** One broker that leads one partition: the engine is not a cluster. */
export const topologyCalls = {
  Topology: unary('TOPOLOGY', async ({ address: { host, port } }) => ({
    brokers: [{ nodeId: 0, host, port, version: zeebeVersion, partitions: [{ partitionId: 1, role: 'LEADER', health: 'HEALTHY' }] }],
    clusterSize: 1,
    partitionsCount: 1,
    replicationFactor: 1,
    gatewayVersion: zeebeVersion,
  })),
};

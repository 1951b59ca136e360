import { join } from 'node:path';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** The release whose protocol and behaviour this gateway follows; clients read it from the topology. */
export const zeebeVersion = '8.8.21';

/** The one tenant; every answer names it, as Zeebe does. */
export const defaultTenantId = '<default>';

/** Most bytes of a message, in either direction. */
export const messageSizeBytesMax = 4 * 1024 * 1024;

/** int64 as decimal text, enums by name. */
const definition = loadSync(join(import.meta.dirname, 'gateway.proto'), { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true });

export const gatewayService = definition['gateway_protocol.Gateway'] as ServiceDefinition;

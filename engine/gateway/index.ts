export type { EngineCommands } from './engine-commands.ts';
export { type Gateway, type GatewayOptions, openGateway } from './gateway.ts';

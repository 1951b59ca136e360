export { openRest } from './connection/rest-client.ts';
export { openZeebeEngine, type ZeebeEngine, type ZeebeEngineOptions } from './zeebe-engine.ts';
export type { ListenerSet } from './model/listener-matrix.ts';
export type { SweepRound } from './steps/sweep.ts';

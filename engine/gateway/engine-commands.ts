import type { EmbeddedEngine } from '@gbc/engine-embedded';

/** What the gateway asks of the engine. */
export type EngineCommands = Pick<
  EmbeddedEngine,
  | 'processDefinition' | 'deploy' | 'createInstance' | 'cancelInstance' | 'setVariables' | 'resolveIncident' | 'evaluateDecision'
  | 'publishMessage' | 'broadcastSignal'
  | 'activateJobs' | 'streamJobs' | 'completeJob' | 'failJob' | 'throwError' | 'updateJobRetries' | 'updateJobTimeout'
>;

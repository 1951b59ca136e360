import type { EmbeddedEngine } from '@gbc/engine-embedded';

/** What the gateway asks of the engine. */
export type EngineCommands = Pick<
  EmbeddedEngine,
  | 'processDefinition' | 'deploy' | 'createInstance' | 'createInstanceWithResult' | 'modifyInstance' | 'deleteResource' | 'cancelInstance' | 'setVariables' | 'resolveIncident' | 'explainDecision'
  | 'publishMessage' | 'broadcastSignal'
  | 'activateJobs' | 'streamJobs' | 'completeJob' | 'failJob' | 'throwError' | 'updateJobRetries' | 'updateJobTimeout'
>;

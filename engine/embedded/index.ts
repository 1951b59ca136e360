export type { Clock } from './clock.ts';
export { type EmbeddedEngine, type EmbeddedEngineOptions, openEmbeddedEngine } from './embedded-engine.ts';
export type { ActivatedJob } from './processing/job-distribution.ts';
export type { JobConsumer, JobPoll, JobRequest, JobStream } from './processing/remote-workers.ts';
export type { DecisionEvaluation } from './transition/decision.ts';

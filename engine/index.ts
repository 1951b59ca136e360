export * from './engine-error.ts';
export * from './process-event.ts';
export * from './workflow-engine.ts';
export { jobBasedCopy, priorityHeader } from './job-based-copy.ts';

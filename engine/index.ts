export * from './engine-error.ts';
export * from './process-event.ts';
export * from './workflow-engine.ts';

export { atOnce } from './at-once.ts';
export { advise, decide, submit, tickingEnvironment, type Person } from './evidence-writer.ts';
export { keepers, momentOf, MonthClock, proveReserve, registerDistrict } from './month-clock.ts';
export { people, policy, Scene } from './scene.ts';
export { refusal, useScene } from './use-scene.ts';

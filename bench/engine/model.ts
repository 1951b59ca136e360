import { bpmn, end, path, service, start } from '@gbc/engine/behaviour';

export const processId = 'three-jobs';
export const jobTypes = ['first', 'second', 'third'] as const;
export const lastJobType = 'third';
export const variables = { orderId: 'GBC-2026-000001', amountFen: 129_900 };

/** Five nodes, three of them jobs. */
export const model = bpmn(processId, start() + jobTypes.map((type) => service(type, type)).join('') + end() + path('start', ...jobTypes, 'end'));

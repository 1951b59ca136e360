import type { Tokens } from '@gbc/modeler/viewer';
import type { ProcessInstanceSummary } from '../../api/models/process-instance-summary';

/** Where many instances stand together: a count at each step. Where they came along differs, so no path is shown. */
export function tokensOfMany(instances: readonly Pick<ProcessInstanceSummary, 'state' | 'activeElements'>[]): Tokens {
  const counts = new Map<string, number>();
  for (const instance of instances) {
    if (instance.state !== 'running') continue;
    for (const { elementId, count } of instance.activeElements) counts.set(elementId, (counts.get(elementId) ?? 0) + count);
  }
  return {
    active: [...counts].map(([elementId, count]) => ({ elementId, count })),
    visited: { elementIds: [], flowIds: [] },
    incidents: [],
  };
}

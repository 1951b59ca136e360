import type { RequestHandler } from 'express';
import type { ApiParts } from './parts.ts';

async function openRegistry({ log, anchorer, engine }: ApiParts) {
  const { collectDefaultMetrics, Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({ name, help, registers: [registry], collect() { this.set(read()); } });
  gauge('gbc_log_tree_size', 'Leaves in the published log', () => log.status().head?.treeSize ?? 0);
  gauge('gbc_log_anchored_size', 'Leaves under an anchored checkpoint', () => anchorer.status().head?.treeSize ?? 0);
  gauge('gbc_engine_answering', '1 while the process engine answers', () => Number(engine.status.isAnswering));
  gauge('gbc_engine_sweep_looked', 'Open things that the last round of the sweep looked at', () => engine.status.sweep?.looked ?? 0);
  gauge('gbc_engine_sweep_seconds', 'How long the last round of the sweep took', () => (engine.status.sweep?.tookMs ?? 0) / 1_000);
  gauge('gbc_engine_sweep_worst_seconds', 'After so long a foreign cancel is seen at the latest', () => (engine.status.sweep?.worstMs ?? 0) / 1_000);
  return registry;
}

/** Serves the figures in Prometheus' text format. They are kept from the first time that somebody asks: a start has no need of them. */
export function serveMetrics(parts: ApiParts): RequestHandler {
  let registry: ReturnType<typeof openRegistry> | undefined;
  return async (_request, response) => {
    registry ??= openRegistry(parts);
    const { contentType, metrics } = await registry.then((opened) => ({ contentType: opened.contentType, metrics: opened.metrics() }));
    response.type(contentType).send(await metrics);
  };
}

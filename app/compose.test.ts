import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { settings } from './config.ts';

/** What these checks read of a compose file. */
interface Service {
  readonly environment?: Record<string, string>;
  readonly volumes?: readonly string[];
  readonly healthcheck?: object;
  readonly depends_on?: Record<string, { condition: string; required?: boolean }>;
  readonly profiles?: readonly string[];
}

const root = join(import.meta.dirname, '..');
const compose = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8')) as { services: Record<string, Service>; volumes: Record<string, null> };
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const environment = compose.services['app']?.environment ?? {};

test('docker-compose.yml: every variable of the product is one of its settings', () => {
  for (const name of Object.keys(environment)) assert.ok(name in settings.shape, name);
  for (const [, line = ''] of dockerfile.matchAll(/^ENV (.+)$/gm)) {
    for (const pair of line.split(' ')) assert.ok((pair.split('=')[0] as string) in settings.shape, pair);
  }
});

test('docker-compose.yml: its values pass the settings once the operator has named a password', () => {
  const filled = Object.fromEntries(Object.entries(environment).map(([name, value]) => [
    name,
    value.replaceAll(/\$\{\w+:([-?])([^}]*)\}/g, (_, kind: string, fallback: string) => (kind === '?' ? 'chosen' : fallback)),
  ]));
  const given = Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== ''));
  assert.equal(settings.safeParse(given).success, true, JSON.stringify(given));
});

test('docker-compose.yml: what is waited for can say that it is healthy, and every volume is declared', () => {
  for (const [name, service] of Object.entries(compose.services)) {
    for (const [needed, { condition, required = true }] of Object.entries(service.depends_on ?? {})) {
      const other = compose.services[needed];
      if (condition === 'service_healthy') assert.ok(other?.healthcheck, `${name} needs ${needed}`);
      else assert.equal(condition, 'service_completed_successfully', `${name} needs ${needed}`);
      const isStarted = (other?.profiles ?? []).every((profile) => service.profiles?.includes(profile));
      assert.ok(isStarted || !required, `${name} needs ${needed}, which its profile doesn't start`);
    }
    for (const volume of service.volumes ?? []) assert.ok((volume.split(':')[0] as string) in compose.volumes, volume);
  }
});

test('no password stands in docker-compose.yml or Dockerfile', () => {
  for (const { environment: variables = {} } of Object.values(compose.services)) {
    for (const [name, value] of Object.entries(variables)) {
      if (/PASSWORD|SECRET|TOKEN|KEY/.test(name)) assert.match(value, /^\$\{\w+:\?[^}]+\}$/, name);
      assert.doesNotMatch(value, /:\/\/\w+:[^$@]+@/, name);
    }
  }
  assert.doesNotMatch(dockerfile, /(PASSWORD|SECRET|TOKEN|_KEY)=/);
});

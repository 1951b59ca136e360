import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DCLinter } from 'dclint';
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

/** The file as an operator's environment resolves it: `${NAME:-otherwise}`, and `${NAME:?complaint}`, which has to be given. */
function resolved(given: Readonly<Record<string, string>>): string {
  return readFileSync(join(root, 'docker-compose.yml'), 'utf8').replaceAll(/\$\{(\w+):([-?])([^}]*)\}/g, (_, name: string, kind: string, otherwise: string) => {
    const value = given[name] || (kind === '-' ? otherwise : undefined);
    if (value === undefined) throw new Error(`${name}: ${otherwise}`);
    return value;
  });
}

/** The services that a start with these profiles has. */
const servicesOf = (text: string, profiles: readonly string[]) =>
  Object.entries((parse(text) as typeof compose).services).filter(([, service]) => service.profiles === undefined || service.profiles.some((profile) => profiles.includes(profile)));

interface Linted {
  readonly messages: readonly { readonly rule: string; readonly message: string }[];
}

/** What the published compose schema, which dclint brings, has against a file. */
async function schemaComplaints(text: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gbc-compose-'));
  const path = join(folder, 'docker-compose.yml');
  writeFileSync(path, text);
  const found = (await new DCLinter({ rules: {}, quiet: false, debug: false, exclude: [] }).lintFiles([path], false)) as Linted[];
  rmSync(folder, { recursive: true });
  return found.flatMap(({ messages }) => messages.filter(({ rule }) => rule === 'invalid-schema' || rule === 'invalid-yaml').map(({ message }) => message));
}

const chosen = { POSTGRES_PASSWORD: 'chosen' };
const forms = [
  { name: 'the small one', given: chosen, profiles: [], services: ['app', 'evm-node', 'postgres'] },
  { name: 'the cluster', given: { ...chosen, ZEEBE_ADDRESS: 'camunda:26500' }, profiles: ['cluster'], services: ['app', 'camunda', 'camunda-database', 'evm-node', 'postgres'] },
];

for (const { name, given, profiles, services } of forms) {
  test(`docker-compose.yml, ${name}: its environment resolved, it is what the published schema says`, async () => {
    const text = resolved(given);
    assert.doesNotMatch(text, /\$\{/);
    assert.deepEqual(await schemaComplaints(text), []);
    assert.deepEqual(servicesOf(text, profiles).map(([service]) => service).sort(), services);
    const app = (parse(text) as typeof compose).services['app']?.environment ?? {};
    assert.equal(settings.safeParse(Object.fromEntries(Object.entries(app).filter(([, value]) => value))).success, true);
    assert.equal(app['ZEEBE_ADDRESS'] ?? '', given === chosen ? '' : 'camunda:26500');
  });
}

test('docker-compose.yml: a password must be named, and a slip in the file is found', async () => {
  assert.throws(() => resolved({}), /choose one and keep it/);
  assert.notDeepEqual(await schemaComplaints(resolved(chosen).replace('restart: unless-stopped', 'restrat: unless-stopped')), []);
});

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

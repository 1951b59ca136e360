/**
 * `npm run migration -- NAME [models/x.prisma ...]`: writes prisma/migrations/<time>_NAME/migration.sql with the SQL
 * that leads from the models of the last commit to the models of the work tree (all of them, or those named).
 * Constraints that Prisma can't express are then added by hand.
 * The engine can't read the catalogue of Postgres 18 ("char" columns), so both sides are model files; it insists on a connection
 * all the same, to which nothing is written.
 */
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withSchemaEngine } from './schema-engine.ts';

const [name, ...named] = process.argv.slice(2);
const url = process.env['DATABASE_URL'];
if (!name || !url) throw new Error('usage: DATABASE_URL=<any reachable Postgres> npm run migration -- NAME [models/x.prisma ...]');

const base = 'schema.prisma';
const models = named.length > 0 ? named : globSync('models/*.prisma', { cwd: import.meta.dirname });

function committed(path: string): string | undefined {
  try {
    return execFileSync('git', ['show', `HEAD:./${path}`], { cwd: import.meta.dirname, encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return undefined; // a new file
  }
}

const current = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8');
const before = models.map((path) => ({ path, content: committed(path) })).filter((file) => file.content !== undefined);
const { stdout } = await withSchemaEngine(url, (engine) => engine.diff({
  from: { tag: 'schemaDatamodel', files: [{ path: base, content: current(base) }, ...(before as { path: string; content: string }[])] },
  to: { tag: 'schemaDatamodel', files: [base, ...models].map((path) => ({ path, content: current(path) })) },
  script: true,
  exitCode: null,
  filters: { externalTables: [], externalEnums: [] },
}));
const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
const folder = join(import.meta.dirname, 'migrations', `${time}_${name}`);
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'migration.sql'), stdout ?? '');
console.log(join(folder, 'migration.sql'));

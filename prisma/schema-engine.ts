import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';

/**
 * The adapter splits a script at every semicolon, which cuts function bodies in two; Postgres itself takes a script
 * whole, so each connection gets an `executeScript` that hands it over unsplit.
 */
class WholeScripts extends PrismaPg {
  readonly #url: string;
  readonly #open: { dispose(): Promise<void> }[] = [];

  constructor(url: string) {
    super({ connectionString: url });
    this.#url = url;
  }

  override async connect() {
    const adapter = await super.connect();
    this.#open.push(adapter);
    return Object.assign(adapter, {
      executeScript: async (script: string) => {
        const client = new pg.Client({ connectionString: this.#url });
        await client.connect();
        await client.query(script).finally(() => client.end());
      },
    });
  }

  /** Freeing the engine leaves the connections it was given open. */
  async close(): Promise<void> {
    await Promise.all(this.#open.map((adapter) => adapter.dispose()));
  }
}

/**
 * Runs `work` with Prisma's schema engine from its WebAssembly package: the same code as the CLI's binary, without the
 * download that the CLI makes on first use (docs/decisions/0009-prisma.md).
 */
export async function withSchemaEngine<T>(url: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const adapters = new WholeScripts(url);
  const bindings = await loadBindings();
  const engine: SchemaEngine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => undefined, bindMigrationAwareSqlAdapterFactory(adapters));
  try {
    return await work(engine);
  } finally {
    engine.free();
    await adapters.close();
  }
}

let loading: ReturnType<typeof instantiate> | undefined;

/** One instance a process: the package's JavaScript keeps views of the memory of the first, so a second one would read the wrong bytes. */
const loadBindings = () => (loading ??= instantiate());

async function instantiate() {
  const base = import.meta.resolve('@prisma/schema-engine-wasm');
  const bindings = await import(new URL('./schema_engine_bg.js', base).href);
  const bytes = await readFile(fileURLToPath(new URL('./schema_engine_bg.wasm', base)));
  Object.assign(globalThis, { module: { require: createRequire(import.meta.url) } });
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return bindings;
}

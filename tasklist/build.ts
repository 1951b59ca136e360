import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildVerifierPage } from '@gbc/anchoring-verifier/page';
import { compressFolder } from './compress-folder.ts';
import { initialTransferBytes } from './initial-transfer.ts';

const initialTransferMaxBytes = 150_000;
const here = import.meta.dirname;
const browserFolder = join(here, 'dist', 'browser');

function run(tool: string, args: string[]): void {
  const script = createRequire(import.meta.filename).resolve(tool);
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: here, stdio: 'inherit', env: { ...process.env, NG_CLI_ANALYTICS: 'false' } });
  if (status !== 0) process.exit(status ?? 1);
}

/** Builds the web app into dist/browser: the API client, the bundle, the page that verifies offline, each file compressed ahead; then weighs its start. */
run('ng-openapi-gen/lib/index.js', ['--config', 'ng-openapi-gen.json']);
run('@angular/cli/bin/ng.js', ['build', ...process.argv.slice(2)]);
writeFileSync(join(browserFolder, 'verifier.html'), await buildVerifierPage());
await compressFolder(browserFolder);

const transferBytes = initialTransferBytes(join(here, 'dist'));
console.log(`initial transfer ${(transferBytes / 1000).toFixed(1)} kB of ${initialTransferMaxBytes / 1000} kB`);
if (transferBytes > initialTransferMaxBytes) process.exit(1);

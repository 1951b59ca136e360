// Runs app/<name>.ts (main by default) on the Node that npm installed. Plain JavaScript without anything new, so that an old
// Node gets as far as saying that it is too old.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileCacheFolder } from './compile-cache.mjs';
import { complaintAbout, installingVersion } from './node-version.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const program = process.platform === 'win32' ? 'node.exe' : 'node';
const installed = join(here, '..', 'node_modules', 'node', 'bin', program);
const script = join(here, `${process.argv[2] || 'main'}.ts`);
const rest = process.argv.slice(3);

/** @param {string} line */
function refuse(line) {
  console.error(line);
  process.exit(1);
}

const complaint = complaintAbout(installingVersion(process.env, process.version));
if (complaint) refuse(complaint);
if (!existsSync(installed)) refuse('✗ 请先运行 npm ci · run npm ci first');

process.env['NODE_COMPILE_CACHE'] = process.env['NODE_COMPILE_CACHE'] || compileCacheFolder;
if (realpathSync(process.execPath) === realpathSync(installed)) {
  module.enableCompileCache();
  process.argv.splice(1, 2, script);
  await import(pathToFileURL(script).href);
} else {
  const child = spawn(installed, [script, ...rest], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : code));
}

import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Kinds of files that shrink; fonts and pictures are compressed already. */
const patterns = ['**/*.{js,css,html,svg,json,webmanifest,txt}'];
/** Below this a packet is saved by nothing. */
const sizeBytesMin = 1_000;

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/**
 * Writes `.br` and `.gz` beside each file of the folder that gets smaller by it, as small as they can be made: the server then
 * compresses nothing while somebody waits.
 */
export async function precompress(folder: string): Promise<void> {
  const compressed = globSync(patterns, { cwd: folder }).map(async (name) => {
    const path = join(folder, name);
    const bytes = readFileSync(path);
    if (bytes.length < sizeBytesMin) return;
    const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    const [br, gz] = await Promise.all([toBrotli(bytes, { params }), toGzip(bytes, { level: 9 })]);
    if (br.length < bytes.length) writeFileSync(`${path}.br`, br);
    if (gz.length < bytes.length) writeFileSync(`${path}.gz`, gz);
  });
  await Promise.all(compressed);
}

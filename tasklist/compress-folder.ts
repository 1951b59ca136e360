import { glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compressible = '**/*.{js,css,html,svg,json,txt,ico}';
const minBytes = 512;
const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Writes `.br` and `.gz` beside every file that gains by it, so that the server compresses nothing while it serves. */
export async function compressFolder(folder: string): Promise<void> {
  for await (const path of glob(compressible, { cwd: folder })) {
    const file = join(folder, path);
    const bytes = await readFile(file);
    if (bytes.length < minBytes) continue;
    const [asBrotli, asGzip] = await Promise.all([
      brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
      zip(bytes, { level: 9 }),
    ]);
    await Promise.all([writeFile(`${file}.br`, asBrotli), writeFile(`${file}.gz`, asGzip)]);
  }
}

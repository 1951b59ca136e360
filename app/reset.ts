/** `npm run reset`: asks, then forgets everything in the data folder. `-- --yes` doesn't ask. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { readConfig } from './config.ts';
import { isDataFolder, markerName } from './data-folder.ts';
import { otherOwner } from './data-folder-owner.ts';
import { stopOrphans } from './run-file.ts';
import { StartError } from './start-error.ts';
import { inWords } from './words.ts';

async function isConfirmed(path: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new StartError('reset.notConfirmed', {
      zh: '没有终端可供确认；脚本中请使用 npm run reset -- --yes',
      en: 'there is no terminal to ask: in scripts use npm run reset -- --yes',
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const question = inWords({ zh: `永久删除 ${path} 中的全部数据？(y/N) `, en: `Delete all data in ${path} for good? (y/N) ` });
  const answer = await terminal.question(question);
  terminal.close();
  return /^(y|yes|是)$/i.test(answer.trim());
}

/** @throws StartError `reset.foreign` for a folder that no start of ours made, `dataFolder.inUse` while a live owner runs */
function assertForgettable(path: string): void {
  if (!isDataFolder(path)) {
    throw new StartError('reset.foreign', {
      zh: `不是本产品的数据文件夹，未作任何改动：${path}`,
      en: `not a data folder of this product, nothing was touched: ${path}`,
    });
  }
  const owner = otherOwner(join(path, 'owners'));
  if (owner) {
    throw new StartError('dataFolder.inUse', {
      zh: `产品正在运行（进程 ${owner.pid}，主机 ${owner.host}），请先停止`,
      en: `the product is running (pid ${owner.pid} on ${owner.host}): stop it first`,
    });
  }
}

/** Deletes what is in the folder, its marker last: a reset that is broken off can be run again. */
async function forget(path: string): Promise<void> {
  await stopOrphans(path);
  const marker = join(path, markerName);
  for (const name of readdirSync(path)) {
    if (name !== markerName) rmSync(join(path, name), { recursive: true, force: true });
  }
  rmSync(marker);
}

const { values } = parseArgs({ options: { yes: { type: 'boolean', default: false } } });
try {
  const path = readConfig(process.env).DATA_DIR;
  if (!existsSync(path)) {
    console.log(inWords({ zh: `没有数据：${path}`, en: `there are no data: ${path}` }));
  } else {
    assertForgettable(path);
    if (values.yes || (await isConfirmed(path))) {
      assertForgettable(path); // someone may have started it while the question stood
      await forget(path);
      console.log(inWords({ zh: '✓ 已清空', en: '✓ forgotten' }));
    }
  }
} catch (error) {
  const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
  for (const each of errors) console.error(`✗ ${each instanceof Error ? each.message : String(each)}`);
  process.exitCode = 1;
}

import { accessSync, constants, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimOwnership } from './data-folder-owner.ts';
import { StartError } from './start-error.ts';

/** Names a folder as ours, so that `npm run reset` never deletes anything else. */
export const markerName = 'GBC-UNION-DATA';

const marker = 'This folder holds the data of GBC Union. `npm run reset` deletes it.\n';

/** The folder that everything is kept in, owned by this process until `release`. */
export interface DataFolder {
  readonly path: string;
  release(): void;
}

/** True for a folder that an earlier start made. */
export function isDataFolder(path: string): boolean {
  return existsSync(join(path, markerName));
}

/**
 * Makes the data folder where it is missing and takes it for this process.
 * @throws StartError `dataFolder.notWritable`, `dataFolder.foreign` (something else lives there) or `dataFolder.inUse`
 */
export function openDataFolder(path: string): DataFolder {
  const fresh = !isDataFolder(path);
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    if (fresh && readdirSync(path).length === 0) writeFileSync(join(path, markerName), marker);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new StartError('dataFolder.notWritable', {
      zh: `数据文件夹不可写：${path}（${why}）`,
      en: `the data folder is not writable: ${path} (${why})`,
    }, { cause: error });
  }
  if (!isDataFolder(path)) {
    throw new StartError('dataFolder.foreign', {
      zh: `文件夹里已有其他内容，不能用作数据文件夹：${path}`,
      en: `this folder already holds something else and can't be the data folder: ${path}`,
    });
  }
  const ownership = claimOwnership(join(path, 'owners'));
  if ('owner' in ownership) {
    const { pid, host } = ownership.owner;
    throw new StartError('dataFolder.inUse', {
      zh: `数据文件夹正被另一个进程使用：${path}（进程 ${pid}，主机 ${host}）`,
      en: `the data folder is in use by another process: ${path} (pid ${pid} on ${host})`,
    });
  }
  return { path, release: ownership.release };
}

import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A folder of CAR files, spread over subfolders by the end of the CID, which is evenly distributed. */
export interface ArchiveFolder {
  /** Returns once the file is there for good: its bytes and its name are on the disk. */
  write(cid: string, archive: Uint8Array): Promise<void>;
  /** Undefined where there is none. */
  read(cid: string): Promise<Buffer | undefined>;
}

/** Opens a folder, which has one owner at a time, and clears away what a killed owner was still writing. */
export async function openArchiveFolder(folder: string): Promise<ArchiveFolder> {
  const incoming = join(folder, 'incoming');
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true });
  const pathOf = (cid: string) => join(folder, cid.slice(-2), `${cid}.car`);

  return {
    async write(cid, archive) {
      const path = pathOf(cid);
      const subfolder = dirname(path);
      if (await mkdir(subfolder, { recursive: true })) await syncFolder(folder);
      const partial = join(incoming, cid);
      await writeDurably(partial, archive);
      await rename(partial, path);
      await syncFolder(subfolder);
    },
    async read(cid) {
      try {
        return await readFile(pathOf(cid));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** A rename lasts only once the folder that holds the name is on the disk. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  await folder.sync().finally(() => folder.close());
}

import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A folder of CAR files, spread over subfolders by the end of the CID, which is evenly distributed. */
export interface ArchiveFolder {
  /** Returns once the file is there for good: its bytes and its name are on the disk. */
  write(cid: string, archive: Uint8Array): Promise<void>;
  /** Throws ENOENT where there is none. */
  read(cid: string): Promise<Buffer>;
}

export async function openArchiveFolder(folder: string): Promise<ArchiveFolder> {
  await mkdir(folder, { recursive: true });
  const pathOf = (cid: string) => join(folder, cid.slice(-2), `${cid}.car`);

  return {
    async write(cid, archive) {
      const path = pathOf(cid);
      const subfolder = dirname(path);
      if (await mkdir(subfolder, { recursive: true })) await syncFolder(folder);
      await writeDurably(`${path}.partial`, archive);
      await rename(`${path}.partial`, path);
      await syncFolder(subfolder);
    },
    read: (cid) => readFile(pathOf(cid)),
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

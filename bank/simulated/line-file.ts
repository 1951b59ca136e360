import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A file of JSON lines that only grows, each on the disk before anybody is told of it. What was being written as the process died is
 * a last line without its end; nobody was told of it, so it is dropped.
 */
export class LineFile {
  /** Bytes of an unfinished last line that opening dropped. */
  readonly droppedBytes: number;
  readonly #file: FileHandle;
  #sizeBytes: number;

  private constructor(file: FileHandle, sizeBytes: number, droppedBytes: number) {
    this.#file = file;
    this.#sizeBytes = sizeBytes;
    this.droppedBytes = droppedBytes;
  }

  /** Opens `folder/name` and reads its lines, making both where they are missing. Throws if `parse` can't read a finished line. */
  static async open<Line>(folder: string, name: string, parse: (value: unknown) => Line): Promise<{ file: LineFile; lines: Line[] }> {
    await mkdir(folder, { recursive: true });
    const handle = await open(join(folder, name), 'a+');
    try {
      const content = await handle.readFile();
      const sizeBytes = content.lastIndexOf(0x0a) + 1;
      const droppedBytes = content.length - sizeBytes;
      if (droppedBytes > 0) await handle.truncate(sizeBytes);
      await handle.sync();
      await syncFolder(folder);
      const lines = content.subarray(0, sizeBytes).toString('utf8').split('\n').slice(0, -1).map((line, index) => {
        try {
          return parse(JSON.parse(line));
        } catch (cause) {
          throw new Error(`${name}: line ${index + 1} can't be read`, { cause });
        }
      });
      return { file: new LineFile(handle, sizeBytes, droppedBytes), lines };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Writes a line. One that could only be written in part is taken back, so that the next doesn't begin in its middle. */
  async append(value: object): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(value)}\n`, 'utf8');
    try {
      await this.#file.appendFile(line);
      await this.#file.datasync();
    } catch (error) {
      await this.#file.truncate(this.#sizeBytes);
      throw error;
    }
    this.#sizeBytes += line.length;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** A new file is only there after a crash once its folder has been written too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

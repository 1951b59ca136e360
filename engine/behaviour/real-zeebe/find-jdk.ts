import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The oldest JDK that the real engine runs on. */
export const jdkVersionMin = 21;

const jvmFolders = ['/usr/lib/jvm', '/usr/java', '/opt/java', '/Library/Java/JavaVirtualMachines'];

async function homesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => [join(folder, name), join(folder, name, 'Contents', 'Home')]);
}

async function majorVersion(home: string): Promise<number> {
  try {
    const { stderr } = await run(join(home, 'bin', 'java'), ['-version']);
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  } catch {
    return 0; // no JDK there
  }
}

/** The home of a JDK that is new enough: JAVA_HOME, else the newest in the usual folders. */
export async function findJdk(): Promise<string | undefined> {
  const named = process.env['JAVA_HOME'];
  if (named && (await majorVersion(named)) >= jdkVersionMin) return named;
  const homes = (await Promise.all(jvmFolders.map(homesIn))).flat();
  const versions = await Promise.all(homes.map(async (home) => ({ home, version: await majorVersion(home) })));
  return versions.filter(({ version }) => version >= jdkVersionMin).sort((a, b) => b.version - a.version)[0]?.home;
}

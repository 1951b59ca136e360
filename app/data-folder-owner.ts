import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts';

/** Who holds, or tries to take, a data folder. */
export interface Owner extends ProcessIdentity {
  readonly host: string;
}

/** An owner on another host shows that it lives by touching its file; here the process itself can be asked. */
const heartbeatMs = 5_000;
const silenceMs = 20_000;

function readOwner(path: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Owner;
  } catch {
    return undefined; // gone in this moment
  }
}

function isAlive(path: string, owner: Owner): boolean {
  if (owner.host === hostname()) return isRunning(owner);
  const touchedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - touchedAt < silenceMs;
}

/** The live owner of the data folder besides this process, if there is one. Files of dead owners are removed. */
export function otherOwner(folder: string): Owner | undefined {
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  for (const name of names.filter((entry) => entry.endsWith('.json'))) {
    const path = join(folder, name);
    const owner = readOwner(path);
    if (!owner || (owner.pid === process.pid && owner.host === hostname())) continue;
    if (isAlive(path, owner)) return owner;
    rmSync(path, { force: true });
  }
  return undefined;
}

/**
 * Takes the folder for this process. Everyone first writes a file of their own and then looks for others, so two can
 * never both believe that they own it: of two starts at the same moment both may give way, which is safe.
 * A dead owner's file needs no takeover, and so no race: it counts for nothing.
 */
export function claimOwnership(folder: string): { release(): void } | { owner: Owner } {
  mkdirSync(folder, { recursive: true });
  const self: Owner = { ...(identifyProcess(process.pid) as ProcessIdentity), host: hostname() };
  const path = join(folder, `${self.host}-${self.pid}.json`);
  writeFileSync(`${path}.new`, JSON.stringify(self));
  renameSync(`${path}.new`, path);
  const owner = otherOwner(folder);
  if (owner) {
    rmSync(path, { force: true });
    return { owner };
  }
  const heartbeat = setInterval(() => utimesSync(path, new Date(), new Date()), heartbeatMs).unref();
  return {
    release() {
      clearInterval(heartbeat);
      rmSync(path, { force: true });
    },
  };
}

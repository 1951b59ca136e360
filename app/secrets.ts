import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { writeFileDurably } from './durable-file.ts';

/** The settings, completed by the secrets that were not given. */
export type CompleteConfig = Config & Readonly<Record<'BANK_TOKEN' | 'DOCUMENT_KEY' | 'SESSION_SECRET', string>>;

/** 32 random bytes in hex, made once and kept in `DATA_DIR/secrets/<name>`, readable by the owner only. */
export function keptSecret(dataDir: string, name: string): string {
  const path = join(dataDir, 'secrets', name);
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const secret = randomBytes(32).toString('hex');
  mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 });
  writeFileDurably(path, `${secret}\n`, 0o600);
  return secret;
}

/** Fills in each secret that the environment doesn't give from the data folder, making it on the first start. */
export function withSecrets(config: Config): CompleteConfig {
  return {
    ...config,
    BANK_TOKEN: config.BANK_TOKEN ?? keptSecret(config.DATA_DIR, 'bank-token'),
    DOCUMENT_KEY: config.DOCUMENT_KEY ?? keptSecret(config.DATA_DIR, 'document-key'),
    SESSION_SECRET: config.SESSION_SECRET ?? keptSecret(config.DATA_DIR, 'session-secret'),
  };
}

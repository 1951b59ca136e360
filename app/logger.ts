import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import type { Config } from './config.ts';
import { openLogFile } from './log-file.ts';

/**
 * The product's log, one JSON object a line: on standard output in production, else in `DATA_DIR/logs/app.log`, so that
 * the terminal stays readable. Written synchronously: the last lines before a crash are those that matter.
 */
export function openLogger(config: Pick<Config, 'NODE_ENV' | 'DATA_DIR' | 'LOG_LEVEL'>): Logger {
  const fd = config.NODE_ENV === 'production' ? 1 : openLogFile(join(config.DATA_DIR, 'logs', 'app.log'));
  const options = { level: config.LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return pino(options, pino.destination({ fd, sync: true }));
}

// A process that keeps a log until it is killed: `node log-process.ts DATABASE_URL FOLDER`. It commits events itself, so
// that a kill falls on every step of the way, and tells each published size.
import { openDatabase } from '@gbc/prisma';
import { Log } from '../log/log.ts';
import { commitEvents, silentLogger, testOrigin } from './house.ts';

const [url = '', folder = ''] = process.argv.slice(2);
const database = openDatabase(url);
const log = new Log({ database, folder, origin: testOrigin, logger: silentLogger, pollIntervalMs: 1, batchSizeMax: 300 });
log.onChange(({ treeSize }) => console.log(treeSize));
await log.start();
for (let batch = 1; ; batch = (batch * 7) % 401) await commitEvents(database, batch);

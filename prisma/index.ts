export { openDatabase, type Database } from './database.ts';
export { isSerializationFailure, type Tx } from './transaction.ts';
export { prepared } from './prepared.ts';
export { migrate } from './migrate.ts';

export { openDatabase, type Database } from './database.ts';
export { isSerializationFailure, type Tx } from './transaction.ts';
export { migrate } from './migrate.ts';

import { resolve } from 'node:path';
import { bankAdapters } from '@gbc/bank/adapters';
import { z } from 'zod';
import { StartError } from './start-error.ts';
import type { Words } from './words.ts';

/** What a setting tells the operator: in error lines and in docs/configuration.md. */
export interface SettingNotes extends Record<string, unknown> {
  /** What it does. */
  readonly description: string;
  /** Which values are good. */
  readonly expected: Words;
  /** Its value is never printed. */
  readonly secret?: true;
  /** Its value is not for the log: a secret, or something of this machine alone, such as a folder. */
  readonly isPrivate?: true;
  /** What happens when it is not given, where that is not a plain default. */
  readonly otherwise?: string;
}

const notes = (entry: SettingNotes) => entry;

const httpAddress = (value: string) => /^https?:$/.test(URL.parse(value)?.protocol ?? '');
const postgresAddress = (value: string) => /^postgres(ql)?:$/.test(URL.parse(value)?.protocol ?? '');

const ethereumAddress = /^0x[0-9a-fA-F]{40}$/;
const addressExpected: Words = { zh: '应为 0x 加 40 位十六进制字符的地址', en: 'must be an address, 0x and 40 hexadecimal digits' };

const httpExpected: Words = { zh: '应为 http:// 或 https:// 地址', en: 'must be an http:// or https:// address' };
const secretExpected: Words = { zh: '至少 32 个字符', en: 'must have at least 32 characters' };

/** Every setting of the product. The environment variables have the same names. */
export const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8080).meta(notes({
    description: 'Port of the web address; 0 takes any free one.',
    expected: { zh: '应为 0 到 65535 的整数', en: 'must be an integer from 0 to 65535' },
  })),
  HOST: z.string().regex(/^[\w.:-]+$/).default('127.0.0.1').meta(notes({
    description: 'Address to listen on. Anything but the loopback address should stand behind TLS.',
    expected: { zh: '应为 IP 地址或主机名', en: 'must be an IP address or a host name' },
  })),
  PUBLIC_URL: z.string().refine(httpAddress).optional().meta(notes({
    description: 'Address under which readers reach the product, when a proxy stands before it. With https the session cookie is Secure.',
    expected: httpExpected,
    otherwise: 'the address listened on',
  })),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0).meta(notes({
    description: 'Number of reverse proxies whose X-Forwarded-* headers are believed.',
    expected: { zh: '应为 0 到 10 的整数', en: 'must be an integer from 0 to 10' },
  })),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development').meta(notes({
    description: 'In production no demo data are seeded and no demo sign-ins are printed; logs go to standard output.',
    expected: { zh: '应为 development、production 或 test', en: 'must be development, production or test' },
  })),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info').meta(notes({
    description: 'The least level that is logged.',
    expected: { zh: '应为 fatal、error、warn、info、debug、trace 或 silent', en: 'must be fatal, error, warn, info, debug, trace or silent' },
  })),
  DATA_DIR: z.string().default('.gbc').transform((path) => resolve(path)).meta(notes({
    description: 'Folder of everything the product keeps: embedded database, documents, log tiles, keys, logs.',
    expected: { zh: '应为文件夹路径', en: 'must be the path of a folder' },
    isPrivate: true,
    otherwise: '`.gbc`',
  })),
  WEB_DIR: z.string().transform((path) => resolve(path)).optional().meta(notes({
    description: 'Folder of a web app that is built already.',
    expected: { zh: '应为文件夹路径', en: 'must be the path of a folder' },
    isPrivate: true,
    otherwise: '`tasklist/dist/browser`, built at the start when it is missing or older than its sources',
  })),
  DATABASE_URL: z.string().refine(postgresAddress).optional().meta(notes({
    description: 'Postgres 16 or newer to use instead of the embedded one. Several instances may name the same: one works, the others wait to take over.',
    expected: { zh: '应为 postgresql:// 地址', en: 'must be a postgresql:// address' },
    secret: true,
    isPrivate: true,
    otherwise: 'an embedded Postgres in `DATA_DIR/postgres`',
  })),
  EVM_RPC_URL: z.string().refine(httpAddress).optional().meta(notes({
    description: 'JSON-RPC address of the EVM node that checkpoints are anchored on.',
    expected: httpExpected,
    secret: true,
    isPrivate: true,
    otherwise: 'an embedded development chain (id 31337) in `DATA_DIR/evm-node`',
  })),
  ZEEBE_ADDRESS: z.string().regex(/^(grpcs?:\/\/)?[\w.-]+:\d+$/).optional().meta(notes({
    description: 'gRPC address of a Zeebe cluster that runs the flows, `host:port`, with TLS `grpcs://host:port`. Sign-in is read from the SDK’s own variables, such as `CAMUNDA_AUTH_STRATEGY`.',
    expected: { zh: '应为 主机:端口，可加 grpc:// 或 grpcs://', en: 'must be host:port, with grpc:// or grpcs:// before it if wanted' },
    otherwise: 'the embedded engine, in the same database',
  })),
  CAMUNDA_REST_ADDRESS: z.string().refine(httpAddress).optional().meta(notes({
    description: 'Address of the same cluster’s REST interface, such as `http://host:8080`: user tasks then stay native, and incidents of all kinds are seen.',
    expected: httpExpected,
    otherwise: 'the cluster is spoken to by gRPC alone',
  })),
  BANK_ADAPTER: z.enum(bankAdapters).default('simulated').meta(notes({
    description: 'How the custodian bank is spoken to: `simulated` in the simulated bank’s own interface, `iso20022-http` in messages to `BANK_URL`, `iso20022-files` and `csv` in the files of two folders, `manual` on paper that two persons read. bank/README.md says which one when.',
    expected: { zh: '应为 simulated、iso20022-files、iso20022-http、csv 或 manual', en: 'must be simulated, iso20022-files, iso20022-http, csv or manual' },
  })),
  BANK_ACCOUNT: z.string().regex(/^[0-9A-Za-z]{1,34}$/).optional().meta(notes({
    description: 'Number of the custody account: what a bank says of another account is not believed.',
    expected: { zh: '应为 1 到 34 位数字或字母', en: 'must have 1 to 34 digits or letters' },
    isPrivate: true,
    otherwise: 'with the simulated bank a made-up one; required with `csv`, `manual` and any ISO 20022 bank of your own',
  })),
  BANK_ACCOUNT_HOLDER: z.string().min(1).max(70).default('虹口区财政局').meta(notes({
    description: 'In whose name the custody account is: the debtor of every payment order.',
    expected: { zh: '应为 1 到 70 个字符', en: 'must have 1 to 70 characters' },
    isPrivate: true,
  })),
  BANK_NAME: z.string().min(1).max(70).default('托管银行').meta(notes({
    description: 'Name of the custodian bank, as payment orders carry it.',
    expected: { zh: '应为 1 到 70 个字符', en: 'must have 1 to 70 characters' },
  })),
  BANK_OUTBOX: z.string().transform((path) => resolve(path)).optional().meta(notes({
    description: 'Folder that payment orders are put into for the bank, with `iso20022-files` and `csv`.',
    expected: { zh: '应为文件夹路径', en: 'must be the path of a folder' },
    isPrivate: true,
    otherwise: 'with `iso20022-files` one that the simulated bank reads; required with `csv`',
  })),
  BANK_INBOX: z.string().transform((path) => resolve(path)).optional().meta(notes({
    description: 'Folder that the bank puts its files into; they stay there. Given together with `BANK_OUTBOX`.',
    expected: { zh: '应为文件夹路径', en: 'must be the path of a folder' },
    isPrivate: true,
    otherwise: 'with `iso20022-files` one that the simulated bank writes to; required with `csv`',
  })),
  BANK_CSV_MAPPING: z.string().transform((path) => resolve(path)).optional().meta(notes({
    description: 'JSON file that says which column of the bank’s CSV files means what, with `csv` (bank/csv/column-mapping.ts).',
    expected: { zh: '应为文件路径', en: 'must be the path of a file' },
    isPrivate: true,
    otherwise: '`bank/csv/mappings/gb18030.json`',
  })),
  BANK_WEBHOOK_SECRET: z.string().min(32).optional().meta(notes({
    description: 'Secret that the bank signs its pushed advices with (`POST /api/v1/bank/advices`, bank/README.md).',
    expected: secretExpected,
    secret: true,
    isPrivate: true,
    otherwise: 'nothing is taken that is pushed; the bank is asked',
  })),
  BANK_URL: z.string().refine(httpAddress).optional().meta(notes({
    description: 'Address of the custodian bank.',
    expected: httpExpected,
    otherwise: 'a simulated bank, a process of its own with its books in `DATA_DIR/bank`',
  })),
  BANK_TOKEN: z.string().min(32).optional().meta(notes({
    description: 'Bearer token for the bank; required with `BANK_URL`.',
    expected: secretExpected,
    secret: true,
    isPrivate: true,
    otherwise: 'made on the first start, kept in `DATA_DIR/secrets`',
  })),
  LOG_ORIGIN: z.string().regex(/^[^\s+]+$/).refine((origin) => !origin.includes('://')).default('gbc-union.example/hongkou').meta(notes({
    description: 'Origin line of the transparency log: the same on every host, never changed afterwards.',
    expected: { zh: '应为不含协议、空格和加号的名称', en: 'must be a name without scheme, spaces and plus signs' },
  })),
  OCDS_PREFIX: z.string().regex(/^ocds-[a-z0-9]{6}$/).default('ocds-000000').meta(notes({
    description: 'Prefix that the Open Contracting Partnership has registered for this publisher; contracts are exported under it. The default is nobody’s.',
    expected: { zh: '应为 ocds- 加 6 位小写字母或数字', en: 'must be ocds- and six lower-case letters or digits' },
  })),
  LOG_KEY: z.string().regex(/^PRIVATE\+KEY\+[^+]+\+[0-9a-f]{8}\+\S+$/).optional().meta(notes({
    description: 'Private Ed25519 key that signs the checkpoints of the transparency log; its name is `LOG_ORIGIN`.',
    expected: { zh: '应为 PRIVATE+KEY+名称+编号+base64', en: 'must read PRIVATE+KEY+name+keyId+base64' },
    secret: true,
    isPrivate: true,
    otherwise: 'made on the first start, kept in `DATA_DIR`',
  })),
  LOG_CONTRACT: z.string().regex(ethereumAddress).optional().meta(notes({
    description: 'Registry contract that checkpoints are anchored in, deployed by `npm run contract -- deploy` on the chain of `EVM_RPC_URL`. An offer of the right to anchor in it is accepted.',
    expected: addressExpected,
    otherwise: 'one that the product deploys itself',
  })),
  LOG_REGULATOR: z.string().regex(ethereumAddress).optional().meta(notes({
    description: 'Address of the regulator, who may halt and resume the anchoring, in a registry that the product deploys itself.',
    expected: addressExpected,
    otherwise: 'nobody',
  })),
  WITNESSES: z.string().default('').transform((text) => text.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '').map((entry) => {
    const [key = '', url = ''] = entry.split(/\s+/);
    return { key, url };
  })).refine((witnesses) => witnesses.every(({ key, url }) => /^[^+\s]+\+[0-9a-f]{8}\+\S+$/.test(key) && httpAddress(url))).meta(notes({
    description: 'Witnesses that cosign the checkpoints: for each its verifier key and its address, `KEY URL`, with commas between them.',
    expected: { zh: '应为逗号分隔的“公钥 地址”', en: 'must list KEY URL with commas between' },
    otherwise: 'none',
  })),
  WITNESS_QUORUM: z.coerce.number().int().min(0).max(100).default(0).meta(notes({
    description: 'How many of the witnesses make a checkpoint final.',
    expected: { zh: '应为 0 到见证方个数的整数', en: 'must be an integer from 0 to the number of witnesses' },
  })),
  DOCUMENT_KEY: z.string().regex(/^[0-9a-f]{64}$/i).optional().meta(notes({
    description: 'Master key of the document store, 32 bytes. Without it no document can be read again: back it up apart from the data.',
    expected: { zh: '应为 64 位十六进制字符', en: 'must be 64 hexadecimal digits' },
    secret: true,
    isPrivate: true,
    otherwise: 'made on the first start, kept in `DATA_DIR/secrets`',
  })),
  SESSION_SECRET: z.string().min(32).optional().meta(notes({
    description: 'Signs session cookies.',
    expected: secretExpected,
    secret: true,
    isPrivate: true,
    otherwise: 'made on the first start, kept in `DATA_DIR/secrets`',
  })),
});

export type Config = Readonly<z.infer<typeof settings>>;

/** What is known of one setting besides its schema. */
export function settingNotes(name: keyof Config): SettingNotes {
  return settings.shape[name].meta() as SettingNotes;
}

function complaint(name: keyof Config, value: string): Words {
  const { expected, secret } = settingNotes(name);
  const shown = secret ? name : `${name}=${JSON.stringify(value)}`;
  return { zh: `设置无效：${shown} ${expected.zh}`, en: `invalid setting: ${shown} ${expected.en}` };
}

/** What the settings of the bank need of each other. */
function complaintsOfBank({ BANK_ADAPTER: adapter, BANK_URL: url, BANK_TOKEN: token, BANK_ACCOUNT: account, BANK_OUTBOX: outbox, BANK_INBOX: inbox }: Config): Words[] {
  const needs = (what: string, needed: string): Words => ({ zh: `设置无效：有 ${what} 时必须提供 ${needed}`, en: `invalid setting: ${what} needs ${needed}` });
  const choice = `BANK_ADAPTER=${adapter}`;
  const isOwnBank = adapter === 'csv' || adapter === 'manual' || (adapter === 'iso20022-http' && url !== undefined) || (adapter === 'iso20022-files' && outbox !== undefined);
  return [
    ...(url && !token ? [needs('BANK_URL', 'BANK_TOKEN')] : []),
    ...(adapter === 'csv' && !outbox ? [needs(choice, 'BANK_OUTBOX')] : []),
    ...((adapter === 'csv' || outbox) && !inbox ? [needs(outbox ? 'BANK_OUTBOX' : choice, 'BANK_INBOX')] : []),
    ...(inbox && !outbox && adapter !== 'csv' ? [needs('BANK_INBOX', 'BANK_OUTBOX')] : []),
    ...(outbox && outbox === inbox ? [{ zh: '设置无效：BANK_OUTBOX 与 BANK_INBOX 不能是同一文件夹', en: 'invalid setting: BANK_OUTBOX and BANK_INBOX must be two folders' }] : []),
    ...(isOwnBank && !account ? [needs(choice, 'BANK_ACCOUNT')] : []),
  ];
}

/**
 * Reads all settings once. An empty variable counts as not given.
 * @throws an `AggregateError` with one `StartError` (`config.invalid`) for each bad variable
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = settings.safeParse(given);
  if (!result.success) {
    const names = new Set(result.error.issues.map((issue) => issue.path[0] as keyof Config));
    throw new AggregateError([...names].map((name) => new StartError('config.invalid', complaint(name, given[name] ?? ''))));
  }
  const bank = complaintsOfBank(result.data);
  if (bank.length > 0) throw new AggregateError(bank.map((words) => new StartError('config.invalid', words)));
  if (result.data.WITNESS_QUORUM > result.data.WITNESSES.length) {
    throw new AggregateError([new StartError('config.invalid', complaint('WITNESS_QUORUM', given['WITNESS_QUORUM'] ?? ''))]);
  }
  return result.data;
}

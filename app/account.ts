/** `npm run account -- --login NAME --name 姓名 [--operator 名称 --credit-code CODE]`: the first platform admin, with a password that serves once. */
import { parseArgs } from 'node:util';
import { creditCodeIsValid } from '@gbc/documents';
import { systemEnvironment as env } from '@gbc/events';
import { migrate, openDatabase } from '@gbc/prisma';
import { z } from 'zod';
import { readConfig } from './config.ts';
import { createFirstAccount } from './first-account.ts';
import { runningPostgresUrl } from './postgres.ts';
import { isRunning } from './process-identity.ts';
import { readRunState } from './run-file.ts';
import { StartError } from './start-error.ts';
import { inWords } from './words.ts';

const Arguments = z
  .object({
    login: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,79}$/),
    name: z.string().trim().min(1).max(80),
    operator: z.string().trim().min(1).max(120).optional(),
    'credit-code': z.string().refine(creditCodeIsValid).optional(),
  })
  .refine((it) => (it.operator === undefined) === (it['credit-code'] === undefined));

function readArguments(): z.output<typeof Arguments> {
  const options = { login: { type: 'string' }, name: { type: 'string' }, operator: { type: 'string' }, 'credit-code': { type: 'string' } } as const;
  const parsed = Arguments.safeParse(parseArgs({ options }).values);
  if (parsed.success) return parsed.data;
  throw new StartError('account.usage', {
    zh: '用法：npm run account -- --login 账号 --name 姓名 [--operator 运营单位 --credit-code 统一社会信用代码]',
    en: 'usage: npm run account -- --login NAME --name NAME [--operator NAME --credit-code CODE]',
  });
}

/** The database of the settings, else that of the product that runs on this data folder. */
function databaseUrl(): string {
  const { DATABASE_URL: given, DATA_DIR: dataDir } = readConfig(process.env);
  if (given) return given;
  const parent = readRunState(dataDir)?.parent;
  if (parent && isRunning(parent)) return runningPostgresUrl(dataDir);
  throw new StartError('account.notRunning', { zh: '请先启动产品，或设置 DATABASE_URL', en: 'start the product first, or set DATABASE_URL' });
}

try {
  const { login, name, operator, 'credit-code': creditCode } = readArguments();
  const url = databaseUrl();
  await migrate(url);
  const database = openDatabase(url);
  try {
    const password = await createFirstAccount(database, env, { login, name, ...(operator && creditCode ? { operator: { name: operator, creditCode } } : {}) });
    console.log(inWords({ zh: `✓ 平台管理员 ${login} 已开通；一次性密码：`, en: `✓ ${login} is platform admin; the password for one sign-in:` }));
    console.log(password);
  } finally {
    await database.close();
  }
} catch (error) {
  console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

/** A production installation from nothing: the command makes its first account, whose owner chooses a password before anything else. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeCreditCode } from '@gbc/documents';
import { startStack, type Stack } from '../app/stack.ts';
import { openBrowser } from './browser.ts';
import { desktop, phone } from './browser-person.ts';

const program = join(import.meta.dirname, '..', 'app', 'account.ts');
const own = 'a sentence that only I know';

let dataDir: string;
let stack: Stack;
let browser: Awaited<ReturnType<typeof openBrowser>>;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gbc-production-'));
  [stack, browser] = await Promise.all([startStack({ dataDir, settings: { NODE_ENV: 'production' } }), openBrowser()]);
});
after(async () => {
  await browser.close();
  await stack.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const account = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [program, ...args], { env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', LANG: 'en_US.UTF-8', LC_ALL: '' } }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

test('the first platform admin is made by a command, once, and signs in', async () => {
  assert.equal((await fetch(`${stack.url}/api/v1/demo-sign-ins`)).status, 404, 'nobody is seeded');
  assert.match((await account('--login', 'root')).stderr, /usage/);
  const made = await account('--login', 'root', '--name', '潘越', '--operator', '平台运营有限公司', '--credit-code', makeCreditCode('91310109MA1G5K6X4'));
  assert.equal(made.code, 0, made.stderr);
  const given = made.stdout.trim().split('\n').at(-1) ?? '';
  const again = await account('--login', 'root-2', '--name', '潘越');
  assert.deepEqual([again.code, /platform admin already/.test(again.stderr)], [1, true]);

  const context = await browser.browser.newContext({ locale: 'zh-CN', viewport: phone, reducedMotion: 'reduce', baseURL: stack.url });
  const page = await context.newPage();
  const shoot = async (name: string) => {
    const folder = process.env['SCREENS'];
    if (folder) await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  };
  const signIn = async (password: string) => {
    await page.goto('/sign-in');
    await page.fill('input[name=login]', 'root');
    await page.fill('input[name=password]', password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
  };
  await signIn(given);
  await page.waitForURL('**/own-password');
  await page.goto('/funds');
  await page.waitForURL('**/own-password');
  assert.equal((await page.request.get('/api/v1/organisations')).status(), 403, 'nothing else is answered');
  await page.fill('input[name=current]', given);
  await page.fill('input[name=next]', own);
  await page.fill('input[name=repeated]', own);
  await shoot('own-password-phone');
  await page.setViewportSize(desktop);
  await shoot('own-password');
  await page.locator('[data-action=send]').click();
  await page.waitForURL('**/tasks');
  await page.goto('/admin');
  await page.getByText('平台管理员').first().waitFor();
  await context.clearCookies();
  await signIn(given);
  await page.getByText('用户名或密码不正确').waitFor();
  await signIn(own);
  await page.waitForURL('**/tasks');
});

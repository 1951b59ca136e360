import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

/** The usual desk. */
export const desktop = { width: 1440, height: 900 };
/** As wide as the narrowest screen we draw for. */
export const phone = { width: 390, height: 844 };
const patienceMs = 30_000;

export interface FileToUpload {
  readonly kind: 'proposal' | 'contract' | 'invoice' | 'eInvoice' | 'supplement' | 'statement';
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Somebody at their own browser window, in Chinese, signed in. Set SCREENS to a folder to keep what they see as pictures. */
export class BrowserPerson {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #url: string;

  private constructor(context: BrowserContext, page: Page, url: string) {
    this.#context = context;
    this.page = page;
    this.#url = url;
  }

  static async signIn(browser: Browser, url: string, login: string, password: string, viewport = desktop): Promise<BrowserPerson> {
    const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport, reducedMotion: 'reduce', baseURL: url });
    context.setDefaultTimeout(patienceMs);
    const page = await context.newPage();
    const person = new BrowserPerson(context, page, url);
    await page.goto('/sign-in');
    await page.getByRole('button', { name: '登录', exact: true }).waitFor();
    await person.show('sign-in');
    await page.fill('input[name=login]', login);
    await page.fill('input[name=password]', password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.waitForURL(`${url}/tasks`);
    return person;
  }

  async open(path: string): Promise<void> {
    await this.page.goto(path);
  }

  /** Waits until the words are seen. */
  async sees(text: string | RegExp, within: Locator = this.page.locator('body')): Promise<void> {
    await within.getByText(text).filter({ visible: true }).first().waitFor();
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, exact: typeof name === 'string' }).click();
  }

  /** Opens a task of the inbox by what it is about and what is asked. */
  async openTask(title: string, step: string): Promise<void> {
    await this.open('/tasks');
    await this.page.locator('gbc-task-row', { hasText: title }).filter({ hasText: step }).click();
    await this.page.getByRole('heading', { name: title, exact: true }).waitFor();
  }

  /** A field by its label, with or without the star of one that is required. */
  field(label: string): Locator {
    return this.page.getByLabel(new RegExp(`^${label}\\*?$`));
  }

  async enter(label: string, value: string): Promise<void> {
    const field = this.field(label);
    await field.fill(value);
    await field.press('Tab');
  }

  async choose(label: string, option: string): Promise<void> {
    await this.field(label).click();
    await this.page.locator('.fjs-dropdownlist-item', { hasText: option }).click();
  }

  async upload(files: readonly FileToUpload[]): Promise<void> {
    const stored = this.page.getByText('已加密保存');
    const before = await stored.count();
    for (const { kind, ...file } of files) await this.page.locator(`section[data-kind=${kind}] input[type=file]`).setInputFiles(file);
    await stored.nth(before + files.length - 1).waitFor();
  }

  /** Keeps what is seen now as `docs/screens/NAME.png`, when SCREENS names the folder. */
  async show(name: string): Promise<void> {
    const folder = process.env['SCREENS'];
    if (!folder) return;
    await mkdir(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  }

  /** Fails where the page, or its main part, is wider than the screen. */
  async fits(what = 'the page'): Promise<void> {
    const widths = (await this.page.evaluate('[document.documentElement, document.querySelector("main")].flatMap((it) => it ? [[it.scrollWidth, it.clientWidth]] : [])')) as [number, number][];
    for (const [scroll, width] of widths) assert.ok(scroll <= width, `${what} is ${scroll} px wide on a screen of ${width}`);
  }

  /** {@link show} on a desk and on a phone, whose screen it fits. */
  async showInBothWidths(name: string): Promise<void> {
    await this.show(name);
    await this.page.setViewportSize(phone);
    await this.fits(`${name} on a phone`);
    await this.show(`${name}-phone`);
    await this.page.setViewportSize(desktop);
  }

  /** The last part of the address, such as an application's id. */
  idFromAddress(): string {
    return new URL(this.page.url()).pathname.split('/').at(-1) ?? '';
  }

  get url(): string {
    return this.#url;
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}

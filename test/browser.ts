import { tmpdir } from 'node:os';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Starts the Chromium that npm brings, so that browser tests need nothing installed. */
export async function openBrowser(): Promise<{ readonly browser: Browser; close(): Promise<void> }> {
  // Read while the package loads: with it, the package unpacks the libraries that a bare system lacks.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs24.x';
  process.env['TMPDIR'] ??= tmpdir();
  const { default: packaged } = await import('@sparticuz/chromium');
  const browser = await chromium.launch({ executablePath: await packaged.executablePath(), args: FLAGS });
  return { browser, close: () => browser.close() };
}

import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { fileURLToPath } from 'node:url';
import type {} from './harness.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const bundle = build({
  entryPoints: { script: here('./harness.ts'), style: here('../modeler.css'), font: '@fontsource-variable/noto-sans-sc/index.css' },
  bundle: true,
  write: false,
  outdir: '/',
  format: 'iife',
  target: 'chrome130',
  loader: { '.woff': 'dataurl', '.woff2': 'file', '.ttf': 'dataurl', '.eot': 'dataurl', '.svg': 'dataurl' },
  assetNames: '[name]',
});

const CONTENT_TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', woff2: 'font/woff2' };

/**
 * Opens a page of 1440 x 900 that has the modeler, bundled as the web app does it, as `modeler`, and an empty `#place` to
 * draw in. What the page complains of is collected.
 */
export async function openHarness(browser: Browser): Promise<{ readonly page: Page; readonly pageErrors: readonly string[] }> {
  const { outputFiles } = await bundle;
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const pageErrors: string[] = [];
  page.on('pageerror', (error) => pageErrors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && pageErrors.push(message.text()));
  await page.route('http://modeler.test/**', async (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/') return route.fulfill({ contentType: 'text/html', body: PAGE });
    const file = outputFiles.find((output) => output.path === path);
    if (!file) return route.fulfill({ status: 404 });
    return route.fulfill({ contentType: CONTENT_TYPES[path.replace(/^.*\./, '')] ?? 'application/octet-stream', body: Buffer.from(file.contents) });
  });
  await page.goto('http://modeler.test/');
  return { page, pageErrors };
}

const PAGE = `<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<link rel="stylesheet" href="/font.css"><link rel="stylesheet" href="/style.css"><link rel="icon" href="data:,">
<style>body { margin: 0; font-family: 'Noto Sans SC Variable', sans-serif } #place { width: 1440px; height: 900px; box-sizing: border-box }</style>
<div id="place"></div><script src="/script.js"></script></html>`;

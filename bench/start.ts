/**
 * How long a visitor waits: from spawning the product until the sign-in form takes input in a browser that runs already, and how
 * much that first page transfers. The web app is built before, as a second start finds it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import pino from 'pino';
import { startEvmNode } from '../app/evm-node.ts';
import type { PartHouse } from '../app/part.ts';
import { startPostgres } from '../app/postgres.ts';
import { openRunFile } from '../app/run-file.ts';
import { startStack } from '../app/stack.ts';
import { Steps } from '../app/steps.ts';
import { buildWeb, isWebBuilt } from '../app/web-build.ts';
import { openBrowser } from '../test/browser.ts';
import { figure, median, type Figure } from './figure.ts';

const rounds = 5;
const transferLimitKilobytes = 150;
const formTimeoutMs = 60_000;

interface FirstPage {
  /** From the spawn until the form took input. */
  readonly tookMs: number;
  /** Everything the page loaded but fonts, as it came over the wire. */
  readonly transferBytes: number;
}

/** Opens the sign-in page in a context without any cache and types into the form. */
async function openSignIn(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const fonts = new Set<string>();
    let transferBytes = 0;
    session.on('Network.responseReceived', ({ requestId, type }) => void (type === 'Font' && fonts.add(requestId)));
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (!fonts.has(requestId)) transferBytes += encodedDataLength;
    });
    await session.send('Network.enable');
    await page.goto(`${url}/sign-in`, { waitUntil: 'commit' });
    await page.locator('input[name=login]').fill('visitor', { timeout: formTimeoutMs });
    return transferBytes;
  } finally {
    await context.close();
  }
}

async function firstPage(browser: Browser, dataDir: string): Promise<FirstPage> {
  const startedMs = performance.now();
  const stack = await startStack({ dataDir });
  try {
    const transferBytes = await openSignIn(browser, stack.url);
    return { tookMs: performance.now() - startedMs, transferBytes };
  } finally {
    await stack.stop();
  }
}

/** The same programs with nothing of ours around them: the database, made where it is missing, and the chain's first answer. */
async function programsAlone(dataDir: string): Promise<number> {
  const lost = Promise.withResolvers<never>();
  const house: PartHouse = { runFile: openRunFile(dataDir), log: pino({ level: 'silent' }), onLost: (_, error) => lost.reject(error) };
  const startedMs = performance.now();
  const parts = await Promise.all([startPostgres(dataDir, house), startEvmNode(dataDir, house)]);
  await Promise.race([Promise.all(parts.map((part) => part.ready)), lost.promise]);
  const tookMs = performance.now() - startedMs;
  await Promise.all(parts.map((part) => part.stop()));
  return tookMs;
}

/** Figures `start.fresh`, `start.again` (ms, median of five) and `start.transfer` (kB). */
export async function* figures(): AsyncGenerator<Figure> {
  const steps = new Steps(process.stderr);
  if (!isWebBuilt()) await steps.run({ zh: '构建网页', en: 'Web app build' }, (progress) => buildWeb(progress, new AbortController().signal));
  const { browser, close } = await openBrowser();
  const root = mkdtempSync(join(tmpdir(), 'gbc-bench-start-'));
  const measured = { fresh: [] as FirstPage[], again: [] as FirstPage[], freshAlone: [] as number[], againAlone: [] as number[] };
  try {
    for (let round = 1; round <= rounds; round += 1) {
      await steps.run({ zh: `第 ${round} 轮`, en: `round ${round} of ${rounds}` }, async () => {
        const [whole, alone] = [mkdtempSync(join(root, 'whole-')), mkdtempSync(join(root, 'alone-'))];
        measured.fresh.push(await firstPage(browser, whole));
        measured.again.push(await firstPage(browser, whole));
        measured.freshAlone.push(await programsAlone(alone));
        measured.againAlone.push(await programsAlone(alone));
      });
    }
  } finally {
    await close();
    rmSync(root, { recursive: true, force: true });
  }
  const times = (pages: readonly FirstPage[]) => median(pages.map(({ tookMs }) => tookMs));
  yield figure('start.fresh', times(measured.fresh), 'ms', 'initialising and starting Postgres, and the first answer of the EVM node, alone', median(measured.freshAlone));
  yield figure('start.again', times(measured.again), 'ms', 'starting Postgres, and the first answer of the EVM node, alone', median(measured.againAlone));
  const transferBytes = median(measured.fresh.map((page) => page.transferBytes));
  yield figure('start.transfer', transferBytes / 1000, 'kB', 'the limit', transferLimitKilobytes);
}

#!/usr/bin/env node
// npm run look -- FOLDER: opens the report of `interp reproduce` in headless Chromium as on a telephone and on a desk, light and dark,
// and fails where the console says anything, a picture is broken or the page scrolls sideways. With --shots it keeps screenshots and a
// PDF beside the report. CHROMIUM names another browser than /usr/bin/chromium.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { isMain } from './lib/workspace.mjs';

/** What is wrong with a page as it is shown, a sentence each. */
async function problemsOf(page) {
  const { sideways, broken } = await page.evaluate(() => ({
    sideways: document.documentElement.scrollWidth - window.innerWidth,
    broken: [...document.images].filter((image) => !image.complete || image.naturalWidth === 0).length,
  }));
  return [
    ...(sideways > 0 ? [`it scrolls sideways by ${sideways} pixels`] : []),
    ...(broken > 0 ? [`${broken} pictures are broken`] : []),
  ];
}

/**
 * Looks at a report.
 *
 * @param {string} folder - of the report
 * @param {{ shots?: boolean }} [options] - whether screenshots and a PDF are kept there
 * @returns {Promise<string[]>} what is wrong, a sentence each
 */
export async function lookAt(folder, { shots = false } = {}) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const found = [];
  try {
    for (const width of [390, 1280])
      for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
        const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
        const said = [];
        page.on('console', (message) => said.push(`the console says: ${message.text()}`));
        page.on('pageerror', (error) => said.push(`an error: ${error.message}`));
        page.on('requestfailed', (request) => said.push(`a request failed: ${request.url().slice(0, 80)}`));
        await page.goto(pathToFileURL(join(folder, 'index.html')).href);
        said.push(...(await problemsOf(page)));
        found.push(...said.map((problem) => `${width} pixels, ${colorScheme}: ${problem}`));
        if (shots) await page.screenshot({ path: join(folder, `report-${width}-${colorScheme}.png`), fullPage: true });
        if (shots && width === 1280 && colorScheme === 'light')
          await page.pdf({ path: join(folder, 'report.pdf'), format: 'A4' });
        await page.close();
      }
  } finally {
    await browser.close();
  }
  return found;
}

if (isMain(import.meta.url)) {
  const [folder = 'out/thesis'] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const problems = await lookAt(resolve(folder), { shots: process.argv.includes('--shots') });
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.log(`${folder}: nothing in the console, no broken picture, no scrolling sideways`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

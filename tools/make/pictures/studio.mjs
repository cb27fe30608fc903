#!/usr/bin/env node
// node tools/make/pictures/studio.mjs: the pictures of the studio in docs/images, as Chromium shows the page that `npm run build` made.
import { join } from 'node:path';
import sharp from 'sharp';
import { chromium } from 'playwright-core';
import { root } from '../../lib/workspace.mjs';
import { isolating, serve } from '../../rehearse/browser/serve.mjs';

/** What each picture shows, as an address, and its height in pixels. */
const pictures = {
  'studio-explain': ['explain?compare=on&with=integrated-gradients', 780],
  'studio-imagine': ['imagine?class=all&method=decoder', 900],
  'studio-segments': ['segments?lit=bc', 900],
};

const { url, close } = await serve(join(root, 'apps', 'cli', 'studio'), { headers: isolating });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  for (const [name, [address, height]] of Object.entries(pictures)) {
    const page = await browser.newPage({ viewport: { width: 1280, height: Number(height) }, reducedMotion: 'reduce' });
    await page.goto(`${url}/index.html#${address}`);
    await page.waitForFunction(() => /\d/.test(document.querySelector('[role=status]')?.textContent ?? ''));
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(3000);
    const picture = sharp(await page.screenshot()).png({ palette: true, colours: 128 });
    await picture.toFile(join(root, 'docs', 'images', `${name}.png`));
    await page.close();
  }
} finally {
  await browser.close();
  close();
}

#!/usr/bin/env node
// node tools/make/pictures/studio.mjs: the pictures of the studio in docs/images, as Chromium shows the page that `npm run build` made.
import { join } from 'node:path';
import sharp from 'sharp';
import { root } from '../../lib/workspace.mjs';
import { engineOf } from '../../rehearse/browser/engines.mjs';
import { openStudio, settled } from '../../rehearse/browser/studio/page.mjs';
import { startStudio } from '../../rehearse/browser/studio/start.mjs';

/** What each picture shows, as an address, and its height in pixels. */
const pictures = {
  'studio-explain': ['explain?compare=on&method2=integrated-gradients', 745],
  'studio-imagine': ['imagine?class=all&method=decoder', 1480],
  'studio-segments': ['segments?lit=bc', 900],
};

const engine = engineOf('chromium');
const browser = await engine.begin(engine.program);
const { url, close } = await startStudio();
try {
  const context = await browser.context();
  for (const [name, [hash, height]] of Object.entries(pictures)) {
    const page = await openStudio(context, url, { hash: `#${hash}` });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 1280, height: Number(height) });
    await page.reload();
    await settled(page);
    await page.waitForTimeout(3000);
    const picture = sharp(await page.screenshot()).png({ palette: true, colours: 128 });
    await picture.toFile(join(root, 'docs', 'images', `${name}.png`));
    await page.close();
  }
} finally {
  await browser.close();
  await close();
}

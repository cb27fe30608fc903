// Every view for everybody: what axe finds, and whether anything has to be scrolled sideways; in light and dark, on wide and narrow screens.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { report } from '../pages.mjs';
import { openStudio, openView, settled, viewsOf } from './page.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds in the page as it is, a line each. */
async function violations(page) {
  const found = await page.evaluate(async () => {
    const { violations: all } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    return all.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map(({ html, failureSummary }) => [html, failureSummary]),
    }));
  });
  return found.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).flat().join(' ').replace(/\s+/g, ' ').slice(0, 500)}`,
  );
}

/** Every view in both themes and both sizes. */
export async function tryAccess(context, url) {
  const page = await openStudio(context, url);
  await page.evaluate(axe);
  const views = await viewsOf(page);
  let looks = 0;
  for (const view of views) {
    await openView(page, view);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await settled(page);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (overflow > 0) report(`studio, ${view} at ${width}`, [`is ${overflow} pixels too wide`]);
      for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
        await page.emulateMedia({ colorScheme });
        report(`studio, ${view}, ${colorScheme}, ${width} wide`, await violations(page));
        looks++;
      }
    }
  }
  await page.close();
  console.log(`studio: axe looked at ${views.join(', ')} ${looks} times`);
}

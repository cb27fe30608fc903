// The studio in browsers that no driver drives: what is drawn is read, the link restores it, numbers are those of Node.js.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { described, differences } from '../compare.mjs';
import { built, open, report } from '../pages.mjs';
import { isolating, serve } from '../serve.mjs';
import { page as folder } from './start.mjs';

const scripts = ['tries.mjs', 'strokes.mjs'];

/** Serves the page with what does there what a person would, and asks it. */
export async function tryElsewhere(browser, { digit, values }) {
  const copy = join(built, 'studio');
  cpSync(folder, copy, { recursive: true });
  for (const name of scripts) cpSync(new URL(name, import.meta.url), join(copy, name));
  const prelude = `${browser.prelude}<script type="module" src="./tries.mjs"></script>`;
  const { url, close } = await serve(built, { headers: isolating, browser: { ...browser, prelude } });
  const page = await open({ browser, url }, 'studio');
  const said = [];
  for (const drawn of [5, 1]) {
    said.push(await page.call('draw', drawn));
    if (!said.at(-1).startsWith(String(drawn))) report('studio', [`a drawn ${drawn} is read as ${said.at(-1)}`]);
  }
  const link = await page.call('address');
  await page.call('follow', '#explain?in=sample.8');
  const restored = await page.call('follow', link);
  if (restored !== said[1]) report('studio', [`the link gives ${restored}; expected ${said[1]}`]);
  await page.call('follow', `#explain?in=sample.${digit}`);
  for (const backend of ['wasm', 'webgl']) {
    const started = await page.call('backend', backend);
    if (started !== backend) {
      console.log(`studio: no ${backend} in a worker here: ${started}`);
      continue;
    }
    const { relevance, score, total } = JSON.parse(await page.call('downloaded', 'explanation.json'));
    const all = differences(values, { relevance, score: [score], total: [total] });
    for (const each of all) if (!each.isFine) report(`studio, ${backend}`, [`${described(each)} is too far off`]);
    console.log(`studio, ${started}: ${all.map(described).join(', ')}`);
  }
  await page.close();
  close();
  console.log(`studio: drawn ${said.join('; ')}; its link gives the same`);
}

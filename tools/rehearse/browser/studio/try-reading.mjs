// What is drawn is read, by mouse and by keyboard; a link restores what is on the page.
import { report } from '../pages.mjs';
import { draw, openStudio, settled, status } from './page.mjs';

const expectClass = (said, digit, how) => {
  if (!said.startsWith(String(digit))) report('studio', [`a ${digit} drawn ${how} is read as ${JSON.stringify(said)}`]);
};

/** Draws a 1 with keys alone: to the canvas by Tab, up, pen down, down, pen up. */
async function drawByKeys(page) {
  const isOnCanvas = () => page.evaluate(() => document.activeElement?.tagName === 'CANVAS');
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  for (let i = 0; i < 60 && !(await isOnCanvas()); i++) await page.keyboard.press('Tab');
  if (!(await isOnCanvas())) report('studio', ['the canvas is not reached by Tab']);
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await settled(page);
}

/** Strokes by pointer events and by keys, and the link of what they gave. */
export async function tryReading(context, url) {
  const page = await openStudio(context, url);
  const said = [];
  for (const digit of [5, 1]) {
    await draw(page, digit);
    said.push(await status(page));
    expectClass(said.at(-1), digit, 'with the mouse');
  }
  // The address follows a fifth of a second after the last stroke.
  await page.waitForTimeout(1000);
  const again = await openStudio(context, page.url());
  const restored = await status(again);
  if (restored !== said[1]) report('studio', [`the link gives ${restored}; expected ${said[1]}`]);
  await again.close();
  await page.getByRole('button', { name: 'Sample 8' }).click();
  await settled(page);
  await drawByKeys(page);
  expectClass(await status(page), 1, 'with keys');
  await page.getByRole('button', { name: 'Clear' }).click();
  await settled(page);
  if ((await status(page)) !== 'Nothing is drawn yet.') report('studio', [`of nothing it says ${await status(page)}`]);
  await draw(page, 'M');
  const stranger = await status(page);
  if (!stranger.endsWith('but it looks like no digit')) report('studio', [`of an M it says ${stranger}`]);
  await page.close();
  console.log(`studio: drawn by mouse ${said.join('; ')}; an M ${stranger}; by keys and by its link the same`);
}

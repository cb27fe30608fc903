// A page of the studio, driven as a person does.
import { readFile } from 'node:fs/promises';
import { report } from '../pages.mjs';
import { along, strokesOf } from './strokes.mjs';

/** A page may take so long to answer, in ms. */
const patience = 90_000;

/** Waits until the page has answered what was asked last. */
export async function settled(page) {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await page.locator('main[aria-busy=false]').waitFor({ timeout: patience });
}

/** Opens the studio at an address; what the console calls an error is a problem, unless `expected` fits it. */
export async function openStudio(context, url, { hash = '', expected = /^$/ } = {}) {
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text()))
      report('studio', [`the console says ${message.text()} ${message.location().url}`]);
  });
  page.on('pageerror', ({ stack, message }) => {
    if (!expected.test(message)) report('studio', [stack]);
  });
  await page.goto(`${url}${hash}`);
  await page.getByRole('status').first().waitFor({ timeout: patience });
  await settled(page);
  return page;
}

/** What is read. */
export const status = (page) => page.getByRole('status').first().innerText();

/** Draws a digit with the mouse on the canvas named Draw. */
export async function draw(page, digit, { steps = 8 } = {}) {
  await page.getByRole('button', { name: 'Clear' }).click();
  const canvas = page.getByLabel('Draw', { exact: true }).and(page.locator('canvas'));
  const { x, y, width, height } = await canvas.boundingBox();
  for (const stroke of strokesOf[digit]) {
    for (const [i, [right, down]] of along(stroke, steps).entries()) {
      await page.mouse.move(x + right * width, y + down * height);
      if (i === 0) await page.mouse.down();
    }
    await page.mouse.up();
  }
  await settled(page);
}

/** What a button with that name downloads. */
export async function downloaded(page, name) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: `Download ${name}` }).click(),
  ]);
  return readFile(await download.path());
}

/** Opens a view by the navigation, and waits for its answer. */
export async function openView(page, name) {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
  await settled(page);
}

/** The names of the views. */
export const viewsOf = (page) => page.getByRole('navigation').getByRole('link').allInnerTexts();

/** Chooses what computes. */
export async function chooseBackend(page, name) {
  await page.getByLabel('Computes with').selectOption(name);
  await settled(page);
}

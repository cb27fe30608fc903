// Prototypes are watched as they form: steps arrive while the ascent goes on, it can be held and go on step by step, and is ended where another is asked for.
import { report } from '../pages.mjs';
import { longestTask, watchTasks } from './longest-task.mjs';
import { openStudio, settled, status } from './page.mjs';

const expect = (is, what) => {
  if (!is) report('studio, Imagine', [what]);
};

/** The step that is shown, and how many there are so far. */
const steps = async (page) => (await page.locator('.scrubber span').first().innerText()).match(/\d+/g).map(Number);

const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

/** Notes when steps arrive in the page, and how many with each message. */
const watch = () => {
  const seen = (globalThis.forming = []);
  const told = ({ data }) => data?.done && seen.push([performance.now(), data.done.records.length]);
  const { MessageChannel: Channel } = globalThis;
  globalThis.MessageChannel = class extends Channel {
    constructor() {
      super();
      this.port1.addEventListener('message', told);
    }
  };
};

/** Ten prototypes: held, step by step, to the end; how many steps a second it does while the page shows them. */
export async function tryForming(context, url) {
  await context.addInitScript(watch);
  const tasks = await watchTasks(context, url);
  const page = await openStudio(context, url, { hash: '#imagine?class=all&steps=150' });
  const all = await page.evaluate(() => globalThis.forming);
  const [[first, some], [last]] = [all[0], all.at(-1)];
  const count = all.reduce((sum, [, number]) => sum + number, 0);
  expect(count === 151, `${count} steps were told; expected 151`);
  expect(all.length > 10, `all steps came in ${all.length} messages: they are not watched as they are done`);
  const rate = ((count - some) / (last - first)) * 1000;
  await page.evaluate(() => (location.hash = '#imagine?class=all&steps=400'));
  await page.waitForFunction(() =>
    / [1-9]\d* \/ \d\d/.test(document.querySelector('.scrubber span')?.textContent ?? ''),
  );
  await press(page, 'Pause');
  await page.waitForFunction(() => /waiting/.test(document.querySelector('[role=status]')?.textContent ?? ''));
  // What was under way when it was held arrives within a moment.
  await page.waitForTimeout(500);
  const [at, held] = await steps(page);
  await page.waitForTimeout(500);
  expect((await steps(page))[1] === held && held < 400, `it is held at step ${held}, and then at ${await steps(page)}`);
  for (let i = at; i < held; i++) await press(page, 'One step');
  await press(page, 'One step');
  await page.waitForFunction(
    (wanted) => document.querySelector('.scrubber span')?.textContent.includes(`/ ${wanted}`),
    held + 1,
  );
  expect((await steps(page))[0] === held + 1, `one step from ${held} shows ${await steps(page)}`);
  await page.getByRole('slider', { name: /^Step/ }).last().fill('3');
  expect((await steps(page))[0] === 3, `the scrubber at 3 shows ${await steps(page)}`);
  await page.getByRole('combobox', { name: 'Digit' }).selectOption('7');
  await settled(page);
  expect((await status(page)).startsWith('7'), `asked for a 7 while it is held it says ${await status(page)}`);
  const processor = await tasks();
  expect(
    processor <= longestTask,
    `the longest task takes the processor ${processor.toFixed(0)} ms; expected ${longestTask}`,
  );
  await page.close();
  console.log(
    `studio: ten prototypes formed at ${rate.toFixed(0)} steps a second in ${all.length} messages, longest task of the page ${processor.toFixed(1)} ms of the processor; held at ${held}, went on by one, and gave way to another`,
  );
}

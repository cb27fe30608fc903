// What goes wrong is a sentence on the page, and the rest goes on.
import { report } from '../pages.mjs';
import { chooseBackend, openStudio, settled, status } from './page.mjs';

/** After a fault the page reads a sample as before. */
async function goesOn(page, digit, after) {
  await page.getByRole('button', { name: `Sample ${digit}` }).click();
  await settled(page);
  const said = await status(page);
  if (!said.startsWith(String(digit))) report('studio', [`after ${after} a ${digit} is read as ${said}`]);
  if ((await page.getByRole('alert').count()) > 0) report('studio', [`after ${after} an error stays on the page`]);
}

const expectSentence = async (text, what) => {
  if (!/\w+ \w+/.test(text) || /undefined|\[object/.test(text)) report('studio', [`${what}: ${JSON.stringify(text)}`]);
};

const open = (page, name, buffer) =>
  page.locator('input[type=file][accept="image/*"]').first().setInputFiles({ name, mimeType: 'image/png', buffer });

/** A file that is no picture, a worker that dies, a lost graphics card, storage that is closed, and links that mean nothing. */
export async function tryFaults(context, url) {
  const page = await openStudio(context, url, { expected: /killed|lost|Uncaught|CONTEXT_LOST/i });
  for (const [name, bytes] of Object.entries({
    'words.txt': Buffer.from('no picture'),
    'empty.png': Buffer.alloc(0),
  })) {
    await open(page, name, bytes);
    const note = page.locator('.note').filter({ hasText: name });
    await note.waitFor();
    await expectSentence(await note.innerText(), name);
    await goesOn(page, 3, name);
  }
  let digit = 3;
  const die = {
    'a worker that throws': () =>
      void setTimeout(() => {
        throw new Error('killed');
      }),
    'a worker that ends': () => globalThis.close(),
  };
  for (const [what, how] of Object.entries(die)) {
    await page.workers()[0].evaluate(how);
    const alert = page.getByRole('alert');
    await alert.waitFor({ timeout: 10_000 });
    await expectSentence(await alert.innerText(), what);
    await goesOn(page, (digit += 1), what);
  }
  await chooseBackend(page, 'webgl');
  await page.workers()[0].evaluate(() => {
    const { gl } = globalThis._tfengine.backend.gpgpu;
    gl.getExtension('WEBGL_lose_context').loseContext();
  });
  await page.getByRole('alert').waitFor({ timeout: 10_000 });
  await expectSentence(await page.getByRole('alert').innerText(), 'a lost graphics card');
  await goesOn(page, 8, 'a lost graphics card');
  await chooseBackend(page, 'wasm');
  await page.close();

  const links = [
    '#explain?in=strokes.AAAA&method=evil&alpha=x',
    '#nowhere?in=pixels.%00',
    '#explain?in=strokes.____',
    `#explain?layer=${'<img src=x>'.repeat(9)}&channel=-1`,
    '#explain?network=..%2F..&class=99&in=sample.77',
  ];
  const odd = await openStudio(context, url, { hash: links[0] });
  for (const [i, hash] of links.entries()) {
    await odd.evaluate((other) => void (location.hash = other), hash);
    await settled(odd);
    await goesOn(odd, i, hash);
  }
  await odd.close();
  await context.addInitScript(() =>
    Object.defineProperty(globalThis, 'localStorage', {
      get: () => {
        throw new Error('closed');
      },
    }),
  );
  const closed = await openStudio(context, url);
  await goesOn(closed, 7, 'closed storage');
  await closed.close();
  console.log(
    'studio: no pictures, dead workers, a lost graphics card, closed storage and odd links: a sentence each, and it went on',
  );
}

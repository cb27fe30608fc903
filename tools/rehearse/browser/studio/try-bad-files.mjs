// Files that are no models, or no pictures, are a sentence on the page; what they say is text and nothing else; and the rest goes on.
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../lib/workspace.mjs';
import { folder, report } from '../pages.mjs';
import { openStudio, openView, settled, status } from './page.mjs';

/** A residual network that Keras trained. */
const residual = join(root, 'packages', 'testing', 'fixtures', 'keras-residual');
const shard = 'group1-shard1of1.bin';

const read = (name) => readFileSync(join(residual, name));
const file = (name, content) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
const weights = () => file(shard, read(shard));

/** Its `model.json`, changed. */
const changed = (change) => {
  const json = JSON.parse(String(read('model.json')));
  change(json);
  return [file('model.json', JSON.stringify(json)), weights()];
};

const markup = '<img src=x onerror=globalThis.hacked=1>';

/**
 * Files that are opened, and what the page has to say of them.
 *
 * @returns {Record<string, [files: any[], said: RegExp]>} by what they are
 */
const refused = () => ({
  'a text file': [[file('notes.onnx', 'no model at all\n')], /no ONNX file/],
  'a paper': [[file('paper.pdf', '%PDF-1.4')], /none is a model/],
  'an empty model.json': [[file('model.json', '')], /no JSON/],
  'a truncated model': [
    [file('model.json', read('model.json')), file(shard, read(shard).subarray(0, 1000))],
    /1000 bytes/,
  ],
  'a truncated .keras': [[file('net.keras', 'PK\u0003\u0004')], /cut off/],
  'a model without its weights': [[file('model.json', read('model.json'))], /not among the files/],
  'weights of another shape': [
    changed(({ weightsManifest: [{ weights: entries }] }) => (entries[0].shape = [1, 1, 3, 7])),
    /3404 bytes; expected 3456/,
  ],
  'a layer that nobody knows': [
    changed(({ modelTopology: { model_config: model } }) => (model.config.layers[2].class_name = markup)),
    /Unknown layer/,
  ],
});

/** Opens files in the view of the model; what the page says of them as errors. */
async function open(page, files) {
  await page.locator('input[type=file]').first().setInputFiles(files);
  await settled(page);
  await page.locator('main[aria-busy=false] [role=alert], main [role=status].answer').first().waitFor();
  return (await page.getByRole('alert').allInnerTexts()).join();
}

/** A picture of 500 MB, which takes no room on the disk. */
const hugePicture = () => {
  const path = join(folder, 'huge.png');
  writeFileSync(path, '');
  truncateSync(path, 500 * 2 ** 20);
  return path;
};

/** The page reads a sample as before. */
async function goesOn(page, after) {
  await openView(page, 'Explain');
  await page.getByRole('combobox', { name: 'Network' }).selectOption('lenet');
  await page.getByRole('button', { name: 'Sample 7' }).click();
  await settled(page);
  const said = await status(page);
  if (!said.startsWith('7')) report('studio', [`after ${after} a 7 is read as ${said}`]);
}

/** Models, then a picture, then storage that is full. */
export async function tryBadFiles(context, url) {
  const page = await openStudio(context, url, { hash: '#model', expected: /onerror/ });
  page.on('dialog', (dialog) => report('studio', [`a dialog says ${dialog.message()}`]));
  const cases = Object.entries(refused());
  for (const [what, [files, wanted]] of cases) {
    const said = await open(page, files);
    if (!wanted.test(said)) report('studio', [`of ${what} it says ${JSON.stringify(said)}`]);
  }
  const labels = Array.from({ length: 3 }, () => markup).join('\n');
  const good = [file('model.json', read('model.json')), weights(), file('labels.txt', labels)];
  const said = await open(page, good);
  if (said !== '') report('studio', [`of a sound model it says ${said}`]);
  if (await page.evaluate(() => 'hacked' in globalThis || document.querySelector('main img') !== null))
    report('studio', ['what a file says was taken for more than text']);
  await goesOn(page, 'all that');
  await page.locator('input[type=file][accept="image/*"]').first().setInputFiles(hugePicture());
  const note = page.locator('.note').filter({ hasText: 'huge.png' });
  await note.waitFor();
  if (!(await note.innerText()).includes('expected at most 64 MB')) report('studio', [await note.innerText()]);
  await goesOn(page, 'a huge picture');
  await page.close();
  await tryFullStorage(context, url);
  console.log(
    `studio: ${cases.length} files that are no models, a picture of 500 MB and full storage: a sentence each, and it went on`,
  );
}

/** With no room left for anything. */
async function tryFullStorage(context, url) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(url).origin, quotaSize: 1 });
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await page.goto(url);
  await page.getByRole('status').first().waitFor();
  await settled(page);
  await page.getByLabel('Computes with').selectOption('cpu');
  await settled(page);
  await goesOn(page, 'storage that is full');
  if ((await page.getByLabel('Computes with').inputValue()) !== 'cpu')
    report('studio', ['full storage keeps a choice from being made']);
  await page.close();
}

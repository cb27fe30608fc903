// Models of others, dropped into the page: they are explained, and what the page gives as code gives the same numbers in Node.js.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../../lib/workspace.mjs';
import { graphModelFile } from '../../../measure/strangers/graph-models.mjs';
import { folder, report } from '../pages.mjs';
import { downloaded, openStudio, openView, settled } from './page.mjs';

const packages = join(root, 'packages');
const allOf = (place) => Object.fromEntries(readdirSync(place).map((name) => [name, readFileSync(join(place, name))]));

/** Writes an ONNX file with its weights in a file beside it, by the sources of @interp/testing. */
const moveBeside = `import { readFileSync, writeFileSync } from 'node:fs';
import { onnxBeside } from '@interp/testing/onnx-beside';
const { model, data } = onnxBeside(readFileSync(process.env.FROM), 'net.onnx.data');
writeFileSync('net.onnx', model);
writeFileSync('net.onnx.data', data);`;

/** An ONNX file whose weights are in a file beside it. */
const onnx = () => {
  const place = join(folder, 'onnx');
  mkdirSync(place, { recursive: true });
  const hooks = pathToFileURL(join(root, 'tools', 'lib', 'typescript.mjs')).href;
  execFileSync(
    process.execPath,
    ['--conditions=@interp/source', '--import', hooks, '--input-type=module', '-e', moveBeside],
    { cwd: place, env: { ...process.env, FROM: join(root, 'docs', 'examples', 'strokes.onnx') } },
  );
  return allOf(place);
};

/** MobileNetV2 of nsfwjs, with 224 by 224 colour pixels; undefined where npm cannot fetch it. */
const mobileNet = () => {
  const place = join(folder, 'strangers');
  mkdirSync(place, { recursive: true });
  try {
    return allOf(join(graphModelFile(place, 'mobilenet-v2'), '..'));
  } catch (error) {
    console.log(`studio: nsfwjs is not tried: ${String(error.message).split('\n')[0]}`);
    return undefined;
  }
};

const models = {
  'a residual network with BatchNorm': () => allOf(join(packages, 'testing', 'fixtures', 'keras-residual')),
  'an ONNX file with its data beside it': onnx,
  'a Keras file': () => ({ 'strokes.keras': readFileSync(join(root, 'docs', 'examples', 'strokes.keras')) }),
  "nsfwjs' MobileNetV2": mobileNet,
};

/** Drops files on the page, as from a folder on the desktop. */
async function drop(page, files) {
  const given = Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]);
  await page.evaluate(async (all) => {
    const transfer = new DataTransfer();
    for (const [name, text] of all) {
      const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }, given);
}

/** What the page's program prints in Node.js, where the model's files are. */
function inNode(files, code) {
  const place = join(folder, 'own');
  mkdirSync(place, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(place, name), bytes);
  writeFileSync(join(place, 'explain.mjs'), code);
  return JSON.parse(execFileSync(process.execPath, ['explain.mjs'], { cwd: place, encoding: 'utf8' }));
}

/** What a program prints is what the page says, under the same names: text the same, numbers nearly. */
const isSaid = (printed, said) =>
  Object.entries(printed).every(([name, value]) => {
    const other = said[name]?.class ?? said[name];
    return typeof value === 'number' ? Math.abs(value - other) <= 1e-3 * Math.max(1, Math.abs(value)) : value === other;
  });

/** Another view of a model that is open, of a drawn 3: pictures of the size of its inputs, and a program that prints the page's numbers. */
async function tryView(page, what, hash, size, files) {
  const file = new URLSearchParams(page.url().split('?')[1]).get('file');
  await page.evaluate((to) => (location.hash = to), `${hash}&network=own&file=${file}&picture=input&in=sample.3`);
  await page.locator('.maps canvas').first().waitFor();
  await settled(page);
  const width = await page.locator('.maps canvas').first().getAttribute('width');
  if (width !== size) report(`studio, ${what}, ${hash}`, [`pictures are ${width} wide; the model takes ${size}`]);
  const name = hash.startsWith('#attack') ? 'attack.json' : 'prototypes.json';
  const said = JSON.parse(String(await downloaded(page, name)));
  const printed = inNode(files, await page.getByLabel('As code', { exact: true }).textContent());
  const [one, other] = Array.isArray(printed) ? [printed[0], said.prototypes[0]] : [printed, said];
  if (!isSaid(one, other))
    report(`studio, ${what}, ${hash}`, [`as code prints ${JSON.stringify(one)}; the page has others`]);
  const status = await page.getByRole('status').first().innerText();
  console.log(`studio: ${what}, ${hash}: ${status.replace(/\s+/g, ' ')}, ${width} pixels wide, as its program says`);
}

/** Drops each, waits for its heatmap, and runs its program. */
export async function tryOwn(context, url) {
  for (const [what, load] of Object.entries(models)) {
    const files = load();
    if (files === undefined) continue;
    const page = await openStudio(context, url, { hash: '#model?picture=input&in=sample.3' });
    await page.waitForTimeout(1500);
    await drop(page, files);
    const wrong = page.locator('main [role=alert], main .sentence');
    await page.locator('.look canvas.photo').or(wrong).first().waitFor();
    await settled(page);
    const [alert] = await wrong.allInnerTexts();
    if (alert === undefined) {
      const { class: read, score, total } = JSON.parse(String(await downloaded(page, 'explanation.json')));
      const found = inNode(files, await page.getByLabel('As code', { exact: true }).textContent());
      const isSame = (a, b) => Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(b));
      if (read !== found.class || !isSame(score, found.score) || !isSame(total, found.total))
        report(`studio, ${what}`, [`${JSON.stringify({ read, score, total })}; in Node.js ${JSON.stringify(found)}`]);
      const caption = await page.locator('.look figcaption').first().innerText();
      console.log(`studio: ${what} dropped in: ${caption.replace(/\s+/g, ' ')}`);
      const size = await page.locator('canvas.seen').getAttribute('width');
      for (const hash of ['#attack?method=fgsm&epsilon=0.05', '#imagine?steps=10&class=1&start=input'])
        await tryView(page, what, hash, size, files);
    } else report(`studio, ${what}`, [alert]);
    for (const view of ['Explain', 'Segments']) await openView(page, view);
    await page.close();
  }
}

// The front ends in a page, beside Node.js: files of ONNX, Keras and graph models, and pictures as a page has them.
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fromBinary, toBinary, create } from '@bufbuild/protobuf';
import { decodePicture } from '@interp/images/node';
import {
  ModelProtoSchema,
  StringStringEntryProtoSchema,
  TensorProto_DataLocation,
  TensorProto_DataType,
} from 'onnx-buf';
import sharp from 'sharp';
import { root } from '../../lib/workspace.mjs';
import { beside } from './beside.mjs';
import { measureCosts } from './bundle-costs.mjs';
import { frontEnds } from './front-ends.mjs';
import { built, open, report } from './pages.mjs';

/** Where the page finds the files. */
const folder = join(built, 'formats');

/** The same ONNX file with its weights in a file beside it, as today's PyTorch exporter writes them. */
const besideOf = (bytes) => {
  const model = fromBinary(ModelProtoSchema, bytes);
  const parts = [];
  let offset = 0;
  for (const tensor of model.graph.initializer) {
    if (tensor.dataType !== TensorProto_DataType.FLOAT) continue;
    const data = tensor.rawData?.length ? tensor.rawData : new Uint8Array(Float32Array.from(tensor.floatData).buffer);
    if (data.length === 0) continue;
    const where = { location: 'strokes.onnx.data', offset: String(offset), length: String(data.length) };
    const externalData = Object.entries(where).map(([key, value]) =>
      create(StringStringEntryProtoSchema, { key, value }),
    );
    Object.assign(tensor, {
      rawData: undefined,
      floatData: [],
      dataLocation: TensorProto_DataLocation.EXTERNAL,
      externalData,
    });
    parts.push(data);
    offset += data.length;
  }
  return [toBinary(ModelProtoSchema, model), Buffer.concat(parts)];
};

/** Writes the files, and the picture: a scene of colours as PNG, and as a JPEG that its camera held upright. */
const writeFiles = async () => {
  const [examples, fixtures] = [join(root, 'docs', 'examples'), join(root, 'packages', 'keras', 'test', 'fixtures')];
  mkdirSync(folder, { recursive: true });
  for (const name of ['strokes.onnx', 'strokes.keras']) copyFileSync(join(examples, name), join(folder, name));
  const [model, weights] = besideOf(readFileSync(join(examples, 'strokes.onnx')));
  writeFileSync(join(folder, 'beside.onnx'), model);
  writeFileSync(join(folder, 'strokes.onnx.data'), weights);
  const settings = { bounds: [0, 1], fit: 'cover', labels: ['level', 'upright', 'falling', 'rising'] };
  writeFileSync(join(folder, 'strokes.interp.json'), JSON.stringify(settings));
  for (const name of ['squeezes-3.h5', 'branches-2.h5'])
    writeFileSync(join(folder, name), gunzipSync(readFileSync(join(fixtures, `${name}.gz`))));
  cpSync(join(root, 'packages', 'testing', 'fixtures', 'small-graph'), join(folder, 'graph'), { recursive: true });
  const [width, height] = [57, 41];
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const [x, y, c] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3];
    return 127.5 * (1 + Math.sin(x / (4 + c) + (y * y) / (90 + 40 * c)));
  });
  const drawn = sharp(data, { raw: { width, height, channels: 3 } });
  await drawn.clone().png().toFile(join(folder, 'scene.png'));
  await drawn.clone().withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toFile(join(folder, 'scene.jpg'));
};

/** A page decodes pictures as Node.js does: PNGs to the byte, JPEGs nearly, both upright. */
async function tryPictures(page) {
  for (const [name, most] of Object.entries({ 'scene.png': 0, 'scene.jpg': 6 })) {
    const expected = await decodePicture(readFileSync(join(folder, name)));
    const found = await page.call('picture', `../formats/${name}`);
    const isSized = found.width === expected.width && found.height === expected.height;
    const farthest = isSized ? Math.max(...found.data.map((value, i) => Math.abs(value - expected.data[i]))) : Infinity;
    if (!(farthest <= most))
      report(name, [`${found.width} × ${found.height} pixels are ${farthest} off; expected ${most}`]);
    console.log(`${name}: ${found.width} × ${found.height} pixels, at most ${farthest} of 255 from Node.js`);
  }
  const refusal = await page.call('pictureRefusal', '../formats/strokes.onnx');
  if (refusal !== 'bad-file') report('picture', [`a file that is none gives ${refusal}; expected bad-file`]);
}

/** Front ends and pictures, by `wasm`, in a Web Worker, and by `webgl`; and what each front end adds to a page. */
export async function tryFrontEnds(where) {
  await writeFiles();
  const picture = await decodePicture(readFileSync(join(folder, 'scene.png')));
  const expected = await frontEnds((name) => readFile(join(folder, name)), picture);
  console.log(`Node.js: ${expected.said.join('; ')}`);
  const page = await open(where, 'methods');
  await tryPictures(page);
  await beside(page, expected, 'wasm, front ends', 'frontEnds', 'wasm', '../formats');
  await beside(page, expected, 'wasm, front ends in a Web Worker', 'worker', 'frontEnds', '../formats');
  await page.close();
  const onWebgl = await open(where, 'methods');
  await beside(onWebgl, expected, 'webgl, front ends', 'frontEnds', 'webgl', '../formats');
  await onWebgl.close();
  await measureCosts();
}

// What each front end adds to a page that explains: bytes of its JavaScript, gzipped.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bytesOfScripts } from './bundle.mjs';
import { built, pageOf, report } from './pages.mjs';

/** A page that explains what a network of TensorFlow.js' layers says. */
const page = `import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { lrp } from '@interp/lrp';
import '@tensorflow/tfjs-backend-wasm';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
globalThis.all = { startBackend, classifier, lrp, loadLayersModel, http: tf.io.http, decodeWeights: tf.io.decodeWeights };
`;

/**
 * What each adds, and how many bytes of gzip it may at most.
 *
 * @type {Record<string, [imports: string, value: string, most: number]>}
 */
const additions = {
  '@interp/graph': ["import { graphModelNetwork } from '@interp/graph';", 'graphModelNetwork', 45_000],
  '@interp/onnx': ["import { onnxNetwork } from '@interp/onnx';", 'onnxNetwork', 60_000],
  '@interp/keras': ["import { kerasModel } from '@interp/keras';", 'kerasModel', 120_000],
  '@interp/images': [
    "import { inputTensor, mapOnPicture, pictureClassifier, pictureFrom, takingPictures } from '@interp/images';",
    '[inputTensor, mapOnPicture, pictureClassifier, pictureFrom, takingPictures]',
    20_000,
  ],
};

/** Bytes of gzip of all scripts of a page that is bundled. */
const bytesOf = async (name, script) => {
  await pageOf(name, script);
  return bytesOfScripts(join(built, name), (bytes) => gzipSync(bytes, { level: 9 }));
};

/** Bundles the page with and without each, says what it costs, and reports what is beyond its limit. */
export async function measureCosts() {
  const base = await bytesOf('cost', page);
  console.log(`A page that explains: ${(base / 1000).toFixed(1)} kB of JavaScript, gzipped`);
  for (const [name, [imports, value, most]] of Object.entries(additions)) {
    const own = `${imports}\n${page}globalThis.more = ${value};`;
    const bytes = (await bytesOf(`cost-${name.split('/')[1]}`, own)) - base;
    console.log(`${name} adds ${(bytes / 1000).toFixed(1)} kB`);
    if (!(bytes > 1000 && bytes <= most)) report(name, [`it adds ${bytes} bytes to a page; expected at most ${most}`]);
  }
}

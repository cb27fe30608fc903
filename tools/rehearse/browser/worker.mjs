// The same work in a Web Worker, and then more of it for a while.
import { prototypes } from '@interp/am';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { pretrained } from '@interp/pretrained';
import { pictureFrom } from '@interp/images';
import { frontEnds } from './front-ends.mjs';
import { methods } from './methods.mjs';
import { wasmPaths } from './wasm-paths.mjs';

const busy = async (ms) => {
  const began = performance.now();
  const net = classifier(await pretrained('lenet'));
  while (performance.now() - began < ms) (await prototypes(net, { steps: 50, seed: 1 })).images.dispose();
};

/** Files below an address, and the picture among them, explained. */
const formats = async (folder) => {
  const bytes = async (name) => (await fetch(`${folder}/${name}`)).arrayBuffer();
  const picture = await pictureFrom(new Blob([await bytes('scene.png')]));
  return frontEnds(async (name) => new Uint8Array(await bytes(name)), picture);
};

globalThis.onmessage = async ({ data: { work, folder } }) => {
  try {
    const { name } = await startBackend('wasm', { wasmPaths });
    const result = await (work === 'methods' ? methods() : formats(folder));
    if (work === 'methods') await busy(3000);
    globalThis.postMessage({ backend: name, ...result });
  } catch (error) {
    globalThis.postMessage({ error: String(error) });
  }
};

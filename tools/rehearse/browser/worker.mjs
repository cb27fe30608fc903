// The same work in a Web Worker, and then more of it for a while.
import { prototypes } from '@interp/am';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { pretrained } from '@interp/pretrained';
import { frontEndsAt } from './fetched.mjs';
import { methods } from './methods.mjs';
import { wasmPaths } from './wasm-paths.mjs';

const busy = async (ms) => {
  const began = performance.now();
  const net = classifier(await pretrained('lenet'));
  while (performance.now() - began < ms) (await prototypes(net, { steps: 50, seed: 1 })).images.dispose();
};

const works = {
  methods: async () => {
    const result = await methods();
    await busy(3000);
    return result;
  },
  frontEnds: frontEndsAt,
};

globalThis.onmessage = async ({ data: { work, folder } }) => {
  try {
    const { name } = await startBackend('wasm', { wasmPaths });
    const result = await works[work](folder);
    globalThis.postMessage({ backend: name, ...result });
  } catch (error) {
    globalThis.postMessage({ error: String(error) });
  }
};

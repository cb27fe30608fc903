// The sweep on webgl, in a page in headless Chromium.
import { join } from 'node:path';
import { root } from '../../lib/workspace.mjs';
import { computeInChromium } from '../../rehearse/browser/compute-in-chromium.mjs';

/** The script of a page that computes the sweep on webgl: its `tries.compute(ways)`. */
export const webglScript = `import '@tensorflow/tfjs-backend-webgl';
import { startBackend } from '@interp/backend';
import { allFound } from ${JSON.stringify(join(root, 'tools', 'measure', 'gradients', 'gradients.mjs'))};

globalThis.tries = {
  compute: async (ways) => {
    await startBackend('webgl');
    return allFound(ways);
  },
};
`;

/** What every case gives on webgl; an Error of one line where there is no browser. */
export const foundOnWebgl = async () => (await computeInChromium('interp-gradients', webglScript)).value;

// The numbers of the methods on webgl, in a page in headless Chromium: of those without many steps, since no graphics card may be there.
import { join } from 'node:path';
import { root } from '../../lib/workspace.mjs';
import { computeInChromium } from '../../rehearse/browser/compute-in-chromium.mjs';

const source = (name) => JSON.stringify(join(root, 'tools', 'measure', 'parity', name));

const script = `import '@tensorflow/tfjs-backend-webgl';
import { startBackend } from '@interp/backend';
import { numbers } from ${source('methods.mjs')};
import { subject } from ${source('subject.mjs')};

globalThis.tries = {
  compute: async () => {
    await startBackend('webgl');
    return numbers(await subject(), ({ iterated }) => !iterated);
  },
};
`;

/** `{ numbers, versions }`; an Error of one line where there is no browser. */
export async function onWebgl() {
  const { value: numbers, versions } = await computeInChromium('interp-parity', script);
  return { numbers, versions };
}

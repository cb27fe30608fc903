// The studio as people start it: what is drawn is read, its numbers are those of Node.js, everybody can use it.
import { classifier } from '@interp/core';
import { explanationOf } from '@interp/lrp';
import { sampleDigits } from '@interp/mnist';
import { pretrained } from '@interp/pretrained';
import * as tf from '@tensorflow/tfjs-core';
import { buildStudio, startStudio } from './studio/start.mjs';
import { tryAccess } from './studio/try-access.mjs';
import { tryBadFiles } from './studio/try-bad-files.mjs';
import { tryCamera } from './studio/try-camera.mjs';
import { tryElsewhere } from './studio/try-elsewhere.mjs';
import { tryFaults } from './studio/try-faults.mjs';
import { tryForming } from './studio/try-forming.mjs';
import { tryNumbers } from './studio/try-numbers.mjs';
import { tryOffline } from './studio/try-offline.mjs';
import { tryOwn } from './studio/try-own.mjs';
import { tryReading } from './studio/try-reading.mjs';
import { tryResults } from './studio/try-results.mjs';
import { trySpeed } from './studio/try-speed.mjs';

/** A sample whose windows of max-pooling are all decided by more than a rounding; of digit 5, the first, one is not (see try-methods.mjs). */
const digit = 3;

/** How the page explains it, by Node.js. */
async function expectedNumbers() {
  const model = await pretrained('lenet');
  const x = sampleDigits().images([digit]);
  const { relevance, scores, totals } = explanationOf({ method: 'lrp', rule: 'alpha-beta', alpha: 2, beta: 1 })(
    classifier(model),
    x,
  );
  const expected = { relevance: [...(await relevance.data())], score: [...scores], total: [...totals] };
  tf.dispose([x, relevance]);
  model.dispose();
  return expected;
}

const parts = [
  ...[tryReading, tryNumbers, tryForming, tryCamera, tryAccess],
  ...[tryFaults, tryBadFiles, tryOwn, tryResults, tryOffline, trySpeed],
];

/** Each part has a browser of its own that knows nothing yet. */
async function tryParts(browser, expected) {
  const { url, close } = await startStudio();
  try {
    for (const part of parts) {
      const context = await browser.context();
      await part(context, url, expected);
      await context.close();
    }
  } finally {
    await close();
  }
}

/** All of it in Chromium; in browsers that no driver drives as much as a script in the page can do. */
export async function tryStudio({ browser }) {
  const began = performance.now();
  await buildStudio();
  const expected = { digit, values: await expectedNumbers() };
  await (browser.context ? tryParts : tryElsewhere)(browser, expected);
  console.log(`studio: all of it in ${((performance.now() - began) / 1000).toFixed(0)} s`);
}

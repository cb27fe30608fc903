import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { lrp } from '@interp/lrp';
import { sampleDigits } from '@interp/mnist';
import { pretrained } from '@interp/pretrained';

test.each(/** @type {const} */ (['cpu', 'wasm']))('a digit is explained on %s', async (backend) => {
  await startBackend(backend);
  const { relevance, targets } = lrp(classifier(await pretrained('lenet')), sampleDigits().images([5]));
  expect([targets[0], relevance.shape]).toEqual([5, [1, 28, 28, 1]]);
});

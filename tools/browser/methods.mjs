// What is computed in Node.js and in a browser alike: classify, prototypes, relevance and DeepFool on the weights that ship.
import { attack, deepFool } from '@interp/adversarial';
import { prototypes } from '@interp/am';
import { classifier } from '@interp/core';
import { lrp } from '@interp/lrp';
import { sampleDigits } from '@interp/mnist';
import { pretrained } from '@interp/pretrained';

/** Runs each method on the LeNet and the sample digits; plain arrays by the method's name, and seconds taken. */
export async function methods({ baseUrl } = {}) {
  const model = await pretrained('lenet', baseUrl === undefined ? {} : { baseUrl });
  const net = classifier(model);
  const digits = sampleDigits().images([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const began = performance.now();

  const logits = net.logits(digits);
  const classify = [...(await logits.data())];
  const explained = lrp(net, digits);
  const relevance = [...(await explained.relevance.data())];
  const climbed = await prototypes(net, { steps: 20, seed: 1 });
  const prototype = [...(await climbed.images.data())];
  const fooled = await attack(net, digits, deepFool());
  const lengths = fooled.items.map(({ l2 }) => l2);
  for (const tensor of [logits, explained.relevance, climbed.images, fooled.adversarial, digits]) tensor.dispose();
  model.dispose();
  return { values: { classify, relevance, prototype, lengths }, seconds: (performance.now() - began) / 1000 };
}

import * as adversarial from '@interp/adversarial';
import * as am from '@interp/am';
import type { Classifier } from '@interp/core';
import * as lrp from '@interp/lrp';
import * as sevenseg from '@interp/sevenseg';
import type * as tf from '@tensorflow/tfjs-core';
import { decoder, expert, smallDigits, type SmallDigits } from './small-digits.js';
import { refused } from '@interp/testing/refusal';

let digits: SmallDigits;
beforeAll(async () => {
  digits = await smallDigits();
});

const uses: Readonly<Record<string, (net: Classifier, x: tf.Tensor) => unknown>> = {
  lrp: lrp.lrp,
  gradient: lrp.gradient,
  occlusion: lrp.occlusion,
  gradCam: lrp.gradCam,
  integratedGradients: lrp.integratedGradients,
  smoothGrad: lrp.smoothGrad,
  sensitivityN: (net, x) => lrp.sensitivityN(net, x, x),
  expertPrototypes: (net) => am.expertPrototypes(net, expert),
  decoderPrototypes: (net) => am.decoderPrototypes(net, decoder),
  pixelFlipping: (net, x) => lrp.pixelFlipping(net, x, x),
  attack: (net, x) => adversarial.attack(net, x, adversarial.deepFool()),
  prototypes: (net) => am.prototypes(net),
  backgroundAddition: (net) => am.backgroundAddition(net),
  classifySegments: (net, x) => sevenseg.classifySegments(net, x, [1, 2]),
};

test.each(Object.entries(uses))(
  '%s: a model in place of a classifier is told apart, and what to do',
  async (_, use) => {
    const model = digits.net.network!.model as unknown as Classifier;
    const { code, message } = await refused(() => use(model, digits.x));
    expect([code, message]).toEqual(['bad-option', expect.stringContaining('classifier(model)')]);
  },
);

import * as adversarial from '@interp/adversarial';
import * as am from '@interp/am';
import { classify, type Classifier } from '@interp/core';
import { evaluate } from '@interp/lenet';
import * as lrp from '@interp/lrp';
import { energyScore } from '@interp/rbm';
import * as sevenseg from '@interp/sevenseg';
import * as tf from '@tensorflow/tfjs-core';
import { decoder, expert, type SmallDigits } from './small-digits.js';

const { attack, fgsm, pgd, deepFool, carliniWagner, noise } = adversarial;

/** What an attack says of an image that it left alone. */
const wrong = { outcome: 'already-wrong' } as adversarial.AttackedImage;

/** Work that asks a classifier, on a batch of two. */
export type AskingWork = (net: Classifier, x: tf.Tensor) => unknown;

/** Every method that asks a classifier, with as little work as it has. */
export const methodsThatAsk = (digits: () => SmallDigits): Readonly<Record<string, AskingWork>> => ({
  gradient: lrp.gradient,
  gradientTimesInput: lrp.gradientTimesInput,
  sensitivity: lrp.sensitivity,
  integratedGradients: (net, x) => lrp.integratedGradients(net, x, { nodes: 2 }),
  smoothGrad: (net, x) => lrp.smoothGrad(net, x, { samples: 2 }),
  occlusion: (net, x) => lrp.occlusion(net, x, { window: 14, stride: 14 }),
  pixelFlipping: (net, x) => lrp.pixelFlipping(net, x, x, { steps: 1 }),
  regionPerturbation: (net, x) => lrp.regionPerturbation(net, x, x, { steps: 1 }),
  sensitivityN: (net, x) => lrp.sensitivityN(net, x, x, { sizes: [1], subsets: 2 }),
  compareExplanations: (net, x) => {
    for (const { relevance } of lrp.compareExplanations(net, x, { gradient: lrp.gradient })) relevance.dispose();
  },
  fgsm: (net, x) => attack(net, x, fgsm({ epsilon: 0.1 })),
  pgd: (net, x) => attack(net, x, pgd({ epsilon: 0.1, steps: 1, restarts: 2 })),
  deepFool: (net, x) => attack(net, x, deepFool({ steps: 1 })),
  carliniWagner: (net, x) => attack(net, x, carliniWagner({ steps: 1, searches: 1 })),
  noise: (net, x) => attack(net, x, noise({ epsilon: 0.1 })),
  universalPerturbation: (net, x) => adversarial.universalPerturbation(net, x, { epsilon: 0.1, passes: 1 }),
  robustAccuracy: (net, x) => adversarial.robustAccuracy(net, x, fgsm({ epsilon: 0.1 }), { epsilons: [0.1] }),
  measureRobustness: (net) =>
    adversarial.measureRobustness(net, digits().data, { attacks: { fgsm: fgsm({ epsilon: 0.1 }) }, limit: 2 }),
  explanationDrift: (net, x) => adversarial.explanationDrift(net, x, x, () => tf.clone(x)),
  measureDrift: (net, x) =>
    adversarial.measureDrift(net, x, fgsm({ epsilon: 0.1 }), { itself: (_, images) => tf.clone(images) }),
  predictionRho: (net, x) => adversarial.predictionRho(net, x, fgsm({ epsilon: 0.1 }), [wrong, wrong]),
  prototypes: (net) => am.prototypes(net, { classes: [1, 2], steps: 1, restarts: 1 }),
  jittered: (net) => am.prototypes(net, { classes: [1, 2], steps: 1, restarts: 1, jitter: 1 }),
  expertPrototypes: (net) => am.expertPrototypes(net, expert, { classes: [1, 2], steps: 1 }),
  decoderPrototypes: (net) => am.decoderPrototypes(net, decoder, { classes: [1, 2], steps: 1, restarts: 1 }),
  backgroundAddition: (net) => am.backgroundAddition(net, 'blank', { classes: [1, 2], side: 14, passes: 1 }),
  // Prototypes may lie outside of the bounds, where that was asked for.
  classify: (net) => classify(net, digits().x),
  judgePrototypes: (net) => am.judgePrototypes({ images: tf.clone(digits().x), items: [], stopped: false }, net),
  evaluate: (net) => evaluate(net, digits().data, { limit: 2 }),
  energyScore: (net, x) => energyScore(net)(x),
  classifySegments: (net, x) => sevenseg.classifySegments(net, x, [1, 2]),
});

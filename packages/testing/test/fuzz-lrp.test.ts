import * as lrp from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import { around, fuzzPackage, type Attempt } from './fuzz-package.js';
import { smallDigits, type SmallDigits } from './small-digits.js';

let digits: SmallDigits;
let relevance: tf.Tensor;
let logits: tf.Tensor2D;

beforeAll(async () => {
  digits = await smallDigits();
  relevance = lrp.gradient(digits.net, digits.x).relevance;
  logits = digits.net.logits(digits.x);
});

const explanations = [
  'lrp',
  'gradient',
  'sensitivity',
  'gradientTimesInput',
  'integratedGradients',
  'smoothGrad',
  'occlusion',
  'gradCam',
] as const;
const rules = ['epsilon', 'gamma', 'alphaBeta', 'zBox'] as const;
const composites = [
  'epsilonPlus',
  'epsilonPlusFlat',
  'epsilonGammaBox',
  'epsilonAlpha2Beta1',
  'epsilonAlpha2Beta1Flat',
  'attnLrp',
  'cpLrp',
] as const;
const products = ['halfHalf', 'signalTakesAll'] as const;
const curves = ['pixelFlipping', 'regionPerturbation', 'sensitivityN'] as const;

const each = <Name extends string>(names: readonly Name[], attempt: (name: Name) => Attempt): Record<string, Attempt> =>
  Object.fromEntries(names.map((name) => [name, attempt(name)]));

fuzzPackage(
  'lrp',
  {
    ...each(explanations, (name) => (options) => lrp[name](digits.net, digits.x, options)),
    ...each(rules, (name) => (options) => lrp.lrp(digits.net, digits.x, { rules: lrp[name](options) })),
    ...each(composites, (name) => (options) => lrp.lrp(digits.net, digits.x, { rules: lrp[name](options) })),
    ...each(products, (name) => (options) => {
      const rules = [
        [lrp.ofKind('product'), lrp[name](options)],
        [lrp.any, lrp.epsilon()],
      ] as const;
      return lrp.lrp(digits.net, digits.x, { rules });
    }),
    ...each(curves, (name) => (options) => {
      const few = name === 'sensitivityN' ? { sizes: [2], subsets: 2 } : { steps: 2 };
      return lrp[name](digits.net, digits.x, relevance, around(few, options));
    }),
    explanationOf: (options) => lrp.explanationOf(around({ method: 'gradient' }, options))(digits.net, digits.x),
    usualExplanations: (options) => Object.values(lrp.usualExplanations(options))[6](digits.net, digits.x),
    attribution: (options) => lrp.attribution(digits.x, logits, options),
    compareExplanations: (options) =>
      [
        ...lrp.compareExplanations(digits.net, digits.x, { gradient: lrp.gradient }, around({ step: 300 }, options)),
      ].map((compared) => compared.relevance),
    parameterRandomisation: (options) =>
      lrp.parameterRandomisation(digits.net, digits.x, (net, x) => lrp.gradient(net, x), options),
  },
  { slow: ['smoothGrad'] },
);

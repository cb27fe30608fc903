// What is computed alike on every backend: each method on the weights that ship and the drawn sample digits. Runs in Node.js and in pages.
import { attack, carliniWagner, deepFool, fgsm, l2, linf, pgd } from '@interp/adversarial';
import { decoderPrototypes, expertPrototypes, prototypes } from '@interp/am';
import { sample } from '@interp/gan';
import * as explain from '@interp/lrp';
import { density, freeEnergy, gradLogDensity, logDensity } from '@interp/rbm';
import { classifySegments, segmentImages } from '@interp/sevenseg';
import * as tf from '@tensorflow/tfjs-core';

const valuesOf = async (tensor) => {
  const values = await tensor.data();
  tensor.dispose();
  return values;
};

const gradients = ({ net, digits }) => {
  const { logits, gradient } = net.gradient(digits, (l) => tf.onesLike(l));
  logits.dispose();
  return valuesOf(gradient);
};

const segments = ({ net }) => {
  const images = segmentImages();
  const answers = classifySegments(net, images);
  images.dispose();
  return answers.flatMap(({ probabilities }) => probabilities);
};

const samples = ({ made }) => {
  const { images, latent } = sample(made, { count: 10, seed: 1 });
  latent.dispose();
  return valuesOf(images);
};

const map = (method, options) => (subject) => valuesOf(method(subject.net, subject.digits, options).relevance);
const rule = (rules) => map(explain.lrp, { rules });

const reached = (make) => async (subject) => {
  const { images, latents, items } = await make(subject);
  images.dispose();
  latents?.dispose();
  return items.map(({ probability }) => probability);
};

const fooled = (method) => async (subject) => {
  const { adversarial, perturbation, items } = await attack(subject.net, subject.digits, method);
  adversarial.dispose();
  perturbation.dispose();
  return items.flatMap((item) => [item.l2, item.after.probability]);
};

/** Methods that are held to the same tolerance, but for `spared` numbers of each; those that take many steps are `iterated`. */
const groups = [
  {
    title: 'Scores and gradients',
    tolerance: 1e-5,
    methods: {
      logits: ({ net, digits }) => valuesOf(net.logits(digits)),
      gradient: gradients,
      'seven segments, probabilities': segments,
    },
  },
  {
    title: 'Heatmaps',
    tolerance: 1e-4,
    spared: 40,
    methods: {
      sensitivity: map(explain.sensitivity),
      'gradient × input': map(explain.gradientTimesInput),
      'integrated gradients': map(explain.integratedGradients, { steps: 10 }),
      'LRP γ': rule(explain.gamma()),
      'LRP α2β1': rule(explain.alphaBeta({ alpha: 2, beta: 1 })),
      'LRP α1β0': rule(explain.alphaBeta({ alpha: 1, beta: 0 })),
      'LRP z⁺': rule(explain.zPlus()),
      'LRP w²': rule(explain.wSquare()),
      'LRP flat': rule(explain.flat()),
      deconvnet: rule(explain.deconvnet()),
      'guided backprop': rule(explain.guidedBackprop()),
    },
  },
  {
    title: 'Heatmaps whose rule divides by sums that may be nought',
    tolerance: 1e-1,
    methods: {
      'LRP 0': rule(explain.lrp0()),
      'LRP ε': rule(explain.epsilon()),
      'LRP epsilonPlus': rule(explain.epsilonPlus()),
      'LRP epsilonGammaBox': rule(explain.epsilonGammaBox()),
    },
  },
  {
    title: 'Densities and decoders',
    tolerance: 1e-4,
    methods: {
      'RBM, log-density': ({ machine, digits }) => valuesOf(logDensity(machine, digits)),
      'RBM, free energy': ({ machine, digits }) => valuesOf(freeEnergy(machine, digits)),
      'RBM, gradient of log-density': ({ machine, digits }) => valuesOf(gradLogDensity(machine, digits)),
      'generator, images': samples,
    },
  },
  {
    title: 'Prototypes: probabilities reached',
    tolerance: 1e-3,
    iterated: true,
    methods: {
      'activation maximisation, 50 steps': reached(({ net }) => prototypes(net, { steps: 50, seed: 1 })),
      'with an expert, 20 steps': reached(({ net, machine }) =>
        expertPrototypes(net, density(machine), { steps: 20, seed: 1 }),
      ),
      'with a decoder, 30 steps': reached(({ net, made }) => decoderPrototypes(net, made, { steps: 30, seed: 1 })),
    },
  },
  {
    title: 'Attacks: lengths of perturbations, probabilities after',
    tolerance: 1e-3,
    iterated: true,
    methods: {
      'FGSM, L∞ 0.2': fooled(fgsm({ epsilon: 0.2, norm: linf })),
      'PGD, L∞ 0.2, 20 steps': fooled(pgd({ epsilon: 0.2, norm: linf, steps: 20, randomStart: false })),
      'PGD, L2 2, 20 steps': fooled(pgd({ epsilon: 2, norm: l2, steps: 20, randomStart: false })),
      DeepFool: fooled(deepFool()),
      'Carlini-Wagner, 2 searches of 40 steps': fooled(carliniWagner({ searches: 2, steps: 40 })),
    },
  },
];

const all = groups.flatMap(({ title, tolerance, spared = 0, iterated = false, methods }) =>
  Object.entries(methods).map(([name, compute]) => ({ group: title, name, tolerance, spared, iterated, compute })),
);

/**
 * Every method in order.
 *
 * @type {readonly { group: string, name: string, tolerance: number, spared: number, iterated: boolean }[]}
 */
export const listed = all.map(({ group, name, tolerance, spared, iterated }) => ({
  group,
  name,
  tolerance,
  spared,
  iterated,
}));

/**
 * Runs the methods on the backend in use.
 *
 * @param {object} subject - `net`, a classifier; `digits`, images; `machine`, an RBM; `made`, a decoder; all borrowed
 * @param {(method: { name: string, iterated: boolean }) => boolean} [wanted] - which methods. Default all
 * @returns {Promise<[string, number[]][]>} the numbers of each, by its name
 */
export async function numbers(subject, wanted = () => true) {
  /** @type {[string, number[]][]} */
  const found = [];
  for (const method of all) if (wanted(method)) found.push([method.name, Array.from(await method.compute(subject))]);
  return found;
}

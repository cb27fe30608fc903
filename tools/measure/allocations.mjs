// How often the wasm backend allocates memory for a step of each steady state: node tools/measure/allocations.mjs [PART OF A NAME]…
// Prints a line for each: allocations and kilobytes a step, tensors more than before, and milliseconds of the processor a step.
import { attack, carliniWagner, deepFool, fgsm, pgd } from '@interp/adversarial';
import { decoderPrototypes, expertPrototypes, plain, prototypes } from '@interp/am';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { decoder, discriminator, generator, trainGanSteps } from '@interp/gan';
import { lenet, trainSteps } from '@interp/lenet';
import { gradient, integratedGradients, lrp, smoothGrad } from '@interp/lrp';
import { drawnDigits } from '@interp/mnist';
import { density, initialRbm, trainRbmSteps } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';

const [batch, attacked] = [64, 20];
const data = drawnDigits({ seed: 1, count: 20 * batch });
const digits = (n) => data.images(Array.from({ length: n }, (_, i) => i));

/** Runs a training step by step. */
const training = (make) => async () => {
  const { steps, dispose } = await make();
  return {
    run: () => steps.next(false),
    dispose: async () => {
      await steps.return(undefined);
      dispose();
    },
  };
};

/** Runs work on digits and the LeNet, whose runs are of `parts` steps. */
const onLenet = (n, parts, make) => async () => {
  const model = lenet({ seed: 1 });
  const [network, x] = [classifier(model), digits(n)];
  return {
    parts,
    run: make(network, x),
    dispose: () => {
      x.dispose();
      model.dispose();
    },
  };
};

const attackBy = (n, parts, method) =>
  onLenet(n, parts, (network, x) => async () => {
    const { adversarial, perturbation } = await attack(network, x, method);
    tf.dispose([adversarial, perturbation]);
  });

const mapBy = (n, method) =>
  onLenet(n, 1, (network, x) => () => {
    method(network, x).relevance.dispose();
  });

const ascent = (n, steps) =>
  onLenet(n, steps, (network, x) => async () => {
    const classes = Array.from({ length: n }, (_, i) => i % 10);
    const options = { classes, start: x, threshold: 0, optimizer: plain({ rate: 0.1 }), steps };
    (await prototypes(network, options)).images.dispose();
  });

const lenetTraining = (options) =>
  training(() => {
    const model = lenet({ seed: 1 });
    return { steps: trainSteps(model, data, { batch, epochs: 1000, ...options }), dispose: () => model.dispose() };
  });

const ganTraining = (options) =>
  training(() => {
    const [made, judging] = [generator({ seed: 1 }), discriminator({ seed: 2 })];
    const steps = trainGanSteps(made, judging, data, { batch, seed: 1, readEvery: 20, epochs: 1000, ...options });
    return { steps, dispose: () => [made, judging].forEach((model) => model.dispose()) };
  });

const works = {
  'LeNet, training': lenetTraining({}),
  'GAN, training': ganTraining({ average: 0 }),
  'GAN, training, with a moving average': ganTraining({}),
  'RBM, training': training(async () => {
    const start = await initialRbm(data, { hidden: 100, seed: 1 });
    return { steps: trainRbmSteps(start, data, { batch, epochs: 1000, seed: 1 }), dispose: () => start.dispose() };
  }),
  'activation maximisation, 10 images': ascent(10, 50),
  'with an expert, 2 images': async () => {
    const model = lenet({ seed: 1 });
    const machine = await initialRbm(data, { hidden: 100, seed: 1 });
    const [network, expert] = [classifier(model), density(machine)];
    return {
      parts: 50,
      run: async () => {
        const { images } = await expertPrototypes(network, expert, { classes: [1, 2], seed: 1, steps: 50 });
        images.dispose();
      },
      dispose: () => [model, machine].forEach((one) => one.dispose()),
    };
  },
  'with a decoder, 2 images': async () => {
    const [model, made] = [lenet({ seed: 1 }), generator({ seed: 1 })];
    const [network, decode] = [classifier(model), decoder(made)];
    return {
      parts: 50,
      run: async () => {
        const options = { classes: [1, 2], seed: 1, steps: 50, threshold: 1 };
        (await decoderPrototypes(network, decode, options)).images.dispose();
      },
      dispose: () => [model, made].forEach((one) => one.dispose()),
    };
  },
  'FGSM, 20 digits': attackBy(attacked, 1, fgsm({ epsilon: 0.2 })),
  'PGD, 20 digits, 40 steps': attackBy(attacked, 40, pgd({ epsilon: 0.2, randomStart: false })),
  'DeepFool, 20 digits, a whole attack': attackBy(attacked, 1, deepFool()),
  'Carlini and Wagner, 2 digits, 50 steps': attackBy(
    2,
    50,
    carliniWagner({ searches: 1, steps: 50, abortEarly: false }),
  ),
  'gradient map, 1 digit': mapBy(1, gradient),
  'LRP α2β1, 1 digit': mapBy(1, lrp),
  'integrated gradients, 1 digit': mapBy(1, integratedGradients),
  'SmoothGrad, 1 digit': mapBy(1, (network, x) => smoothGrad(network, x, { seed: 1 })),
};

const seconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

await startBackend('wasm', { threads: 1 });
const { wasm } = /** @type {any} */ (tf.backend());
const malloc = wasm._malloc;
const allocated = { count: 0, bytes: 0 };
wasm._malloc = (bytes) => {
  allocated.count++;
  allocated.bytes += bytes;
  return malloc(bytes);
};

const wanted = process.argv.slice(2);
for (const [name, prepare] of Object.entries(works)) {
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
  const { parts = 1, run, dispose } = await prepare();
  // What is repeated is recorded after some runs; longer ones need fewer.
  for (let i = 0; i < (parts > 1 ? 9 : 40); i++) await run();
  const runs = parts > 1 ? 4 : 40;
  const tensors = tf.memory().numTensors;
  Object.assign(allocated, { count: 0, bytes: 0 });
  const began = seconds();
  for (let i = 0; i < runs; i++) await run();
  const took = seconds() - began;
  const steps = runs * parts;
  const { count, bytes } = allocated;
  const more = tf.memory().numTensors - tensors;
  console.log(
    [
      name.padEnd(44),
      `${(count / steps).toFixed(2)} allocations`.padStart(20),
      `${(bytes / steps / 1024).toFixed(1)} KiB`.padStart(14),
      `${more} tensors more`.padStart(18),
      `${((1000 * took) / steps).toFixed(3)} ms`.padStart(12),
    ].join(''),
  );
  await dispose();
}

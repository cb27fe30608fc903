import { join } from 'node:path';
import type { LabelledImages } from '@interp/core';
import * as rbms from '@interp/rbm';
import type { Job, Result } from '../../../shell/job.js';
import { withProgress } from '../../../shell/terminal/progress.js';
import { inFlags } from '../../../shell/flags.js';
import { optionsIn } from '../../../shell/options-in.js';
import { sameFlags, type FlagsOf } from '../flags.js';
import { trainInFolder } from '../train-in-folder.js';
import { binaryRate, usual, type TrainOptions } from './options.js';

/** The flags of what a checkpoint depends on. */
const flags: FlagsOf = {
  ...sameFlags('trainer trainer.k trainer.chains trainer.temperatures schedule momentum weightDecay sigmaFloor centre'),
  model: '--hidden, --variant, --sigma',
  data: '--data, --drawn, --limit',
  learnSigma: 'σ learnt (--fixed-sigma)',
  range: '',
  validation: '',
};

/** How the RBM is made, without a recipe by what is usual on the command line. */
const recipeOf = (options: TrainOptions): rbms.RbmRecipe => {
  const { recipe, variant, oneSigma, fixedSigma } = options;
  const rate = variant === 'binary' ? binaryRate : undefined;
  const own = { perPixel: oneSigma ? false : undefined, learnSigma: fixedSigma ? false : undefined };
  const given = { ...optionsIn(rbms.rbmRecipeOptions, options), ...own };
  return inFlags(() => rbms.rbmRecipeOf({ ...(recipe === undefined && { ...usual, rate }), ...given }));
};

const kind = { what: 'the RBM', flags, epochText: rbms.epochText };

/** The filters of an RBM of images as a PNG. */
const filtersPicture = async (rbm: rbms.Rbm, job: Job): Promise<Uint8Array> => {
  const [{ filterGrid, pixelsOf }, { svgToPng }] = await Promise.all([
    import('@interp/viz'),
    import('@interp/viz/node'),
  ]);
  const images = rbms.filters(rbm);
  const weights = await pixelsOf(images).finally(() => images.dispose());
  return svgToPng(filterGrid(weights, { most: job.drawn(rbm.hidden) }), { scale: 2 });
};

const evaluateOn = async (data: LabelledImages, rbm: rbms.Rbm, job: Job): Promise<object> => {
  const { logDensities, logDensity, logLikelihood, partition } = await withProgress(job, 'test', data.size, (update) =>
    rbms.evaluateRbm(rbm, data, {
      method: rbms.canEnumerate(rbm) ? 'exact' : 'none',
      onStep: ({ value: { phase, step } }) => (phase === 'images' ? update(step) : undefined),
    }),
  );
  const { images, ...uniform } = logDensity;
  return {
    n: logDensities.length,
    logDensity: { digits: images, ...uniform },
    logZ: partition?.logZ,
    logLikelihood: logLikelihood?.images,
  };
};

/** Trains an RBM, with checkpoints, into a folder. */
export const run = async (options: TrainOptions, job: Job): Promise<Result> => {
  const { network, training } = recipeOf(options);
  return trainInFolder<rbms.RbmTrainingStep>(options, kind, job, async (digits, watch, done) => {
    const variant = network.variant!;
    const [train, test] = [digits.train, digits.test].map((images) => rbms.visibleImages({ variant }, images));
    const start = await rbms.initialRbm(train, network);
    const { rbm, history, ended } = await watch((hooks) =>
      rbms.trainRbm(start, train, { ...training, validation: test, ...hooks }),
    ).finally(() => start.dispose());
    try {
      const file = join(options.out, 'rbm.safetensors');
      const bytes = rbms.rbmToSafetensors(rbm);
      await job.write(file, bytes);
      await job.write(join(options.out, 'filters.png'), await filtersPicture(rbm, job));
      const last = history.at(-1);
      const isDone = ended === 'finished';
      return await done({
        history,
        ended,
        found: { test: isDone ? await evaluateOn(test, rbm, job) : undefined, rbm: file },
        measure: last && `, reconstruction error ${last.reconstruction.toFixed(4)}`,
        lines: isDone ? [`${file}: interp rbm evaluate --model ${file} says how likely digits are`] : [],
        weights: () => bytes,
        chart: ({ rbmTrainingChart }) => rbmTrainingChart(history),
      });
    } finally {
      rbm.dispose();
    }
  });
};

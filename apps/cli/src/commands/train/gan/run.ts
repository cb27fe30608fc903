import { join } from 'node:path';
import { saveModel } from '@interp/files/node';
import * as gan from '@interp/gan';
import { percent } from '@interp/report';
import { historyFile } from '@interp/pretrained/node';
import type { Job, Result } from '../../../shell/job.js';
import { evaluateBy } from '../../gan/evaluate/run.js';
import { evaluationText } from '../../gan/evaluate/view.js';
import { inFlags } from '../../../shell/flags.js';
import { optionsIn } from '../../../shell/options-in.js';
import { sameFlags, type FlagsOf } from '../flags.js';
import { trainInFolder } from '../train-in-folder.js';
import type { TrainOptions } from './options.js';

/** The flags of what a checkpoint depends on. */
const flags: FlagsOf = {
  ...sameFlags('loss loss.smoothing penalty penalty.gamma discriminatorSteps schedule beta1 average'),
  model: '--architecture, --conditional, --latent',
  data: '--data, --drawn, --limit',
  discriminatorRate: '',
  'snapshots.at': '',
};

const kind = {
  what: 'the networks',
  flags,
  epochText: gan.epochText,
  remark: ({ pairwiseAccuracy }: gan.GanTrainingStep) => `, ${percent(pairwiseAccuracy)} told apart`,
  notes: ({ diagnoses }: gan.GanTrainingStep) => diagnoses.map(({ message, step }) => `step ${step}: ${message}`),
};

/** Trains a generator against a discriminator, with checkpoints, into a folder. */
export const run = async (options: TrainOptions, job: Job): Promise<Result> => {
  const given = optionsIn(gan.ganRecipeOptions, options);
  const classes = options.conditional ? 10 : undefined;
  const recipe = inFlags(() => gan.ganRecipeOf({ ...given, latentSize: options.latent, classes }));
  const training = { ...recipe.training, snapshots: {} };
  return trainInFolder(options, kind, job, async (digits, watch, done) => {
    const networks = recipe.networks();
    const { generator, discriminator } = networks;
    try {
      const { history, ended, step, snapshots, diagnoses } = await watch((hooks) =>
        gan.trainGan(generator, discriminator, digits.train, { ...training, ...hooks }),
      );
      const file = await saveModel(generator, options.out);
      await saveModel(discriminator, join(options.out, 'discriminator'));
      await job.write(historyFile(options.out), gan.encodeSnapshots(snapshots));
      const count = Math.min(10_000, digits.test.size);
      const evaluation =
        ended === 'stopped'
          ? undefined
          : await job.withClassifier('lenet', (judge) =>
              evaluateBy(gan.decoder(generator), judge, digits, { count, neighbours: 0, seed: options.seed }, job),
            );
      return await done({
        history,
        ended,
        found: { step, diagnoses, digits: digits.source, evaluation, generator: file },
        lines: [
          ...(evaluation ? [evaluationText(evaluation)] : []),
          `${file}: interp gan sample --model ${file} shows what it makes`,
        ],
        weights: () => gan.ganToSafetensors(networks),
        chart: ({ ganTrainingChart }) => ganTrainingChart(history),
      });
    } finally {
      generator.dispose();
      discriminator.dispose();
    }
  });
};

import { join } from 'node:path';
import { type Cell, inBoth } from '@interp/report';
import { classifier } from '@interp/core';
import { chartWords } from '@interp/diagrams';
import { writeWithFolder } from '@interp/files/internal';
import { saveModel } from '@interp/files/node';
import { decoder, discriminator, encodeSnapshots, evaluateGan, generator, trainGan } from '@interp/gan';
import { evaluate, lenet, train, type LeNetRecipe } from '@interp/lenet';
import { pretrained } from '@interp/pretrained';
import { canEnumerate, evaluateRbm, initialRbm, rbmToSafetensors, trainRbm, type RbmRecipe } from '@interp/rbm';
import { trainingFolder, type FolderCheckpoints } from '@interp/training/node';
import { classifierTrainingChart, ganTrainingChart, rbmTrainingChart } from '@interp/viz';
import type { FigureContext } from '../context.js';
import { historyFile } from '../node-context.js';

/** The result of a training. */
export interface Trained {
  /** The history by epoch and the measures of the network, as plain values. */
  readonly data: object;
  /** The history as a chart. */
  readonly chart: Cell;
}

/** The options that the three trainings share. */
interface Shared extends FolderCheckpoints, Pick<FigureContext, 'seed' | 'signal'> {
  readonly checkpointEvery: number;
  readonly onStep: (at: { readonly value: { readonly step: number; readonly steps: number } }) => void;
}

/** Trains a network and saves it in a folder; resumes from the folder's checkpoint if an earlier run was stopped. */
export type Train = (context: FigureContext, folder: string) => Promise<Trained>;

/** Trains in a folder, going on from an earlier run's checkpoint, under the seed, the signal and the progress of the context. */
const trainIn = async <Trained>(
  { seed, signal, progress }: FigureContext,
  folder: string,
  train: (shared: Shared) => Promise<Trained>,
): Promise<Trained> =>
  (await trainingFolder(folder, true)).train((checkpoints) =>
    train({
      ...checkpoints,
      seed,
      signal,
      checkpointEvery: 200,
      onStep: ({ value }) => progress(value.step / value.steps),
    }),
  );

/** Trains a LeNet by a recipe and evaluates it. */
export const lenetTraining =
  ({ network = {}, training }: Partial<LeNetRecipe> & Pick<LeNetRecipe, 'training'>): Train =>
  async (context, folder) => {
    const model = lenet({ ...network, seed: context.seed });
    try {
      const digits = await context.digits('train');
      const { history, ended } = await trainIn(context, folder, (shared) =>
        train(model, digits, { ...training, ...shared }),
      );
      await saveModel(model, folder);
      context.signal.throwIfAborted();
      const { accuracy, perClass, confusion, n, loss } = await evaluate(
        classifier(model),
        await context.digits('test'),
      );
      return {
        data: { history, ended, test: { accuracy, perClass, confusion, n, loss } },
        chart: await inBoth((say) => classifierTrainingChart(history, chartWords(say))),
      };
    } finally {
      model.dispose();
    }
  };

/** Trains an RBM by a recipe and evaluates it. */
export const rbmTraining =
  ({ network, training }: RbmRecipe): Train =>
  async (context, folder) => {
    const [digits, test] = [await context.digits('train'), await context.digits('test')];
    const start = await initialRbm(digits, { ...network, seed: context.seed });
    const { rbm, history, ended } = await trainIn(context, folder, (shared) =>
      trainRbm(start, digits, { ...training, validation: test, ...shared }),
    ).finally(() => start.dispose());
    try {
      await writeWithFolder(join(folder, 'rbm.safetensors'), rbmToSafetensors(rbm));
      context.signal.throwIfAborted();
      const method = canEnumerate(rbm) ? 'exact' : 'none';
      const { logDensity, logLikelihood, partition } = await evaluateRbm(rbm, test, { method });
      return {
        data: { history, ended, test: { n: test.size, logDensity, logLikelihood, logZ: partition?.logZ } },
        chart: await inBoth((say) => rbmTrainingChart(history, chartWords(say))),
      };
    } finally {
      rbm.dispose();
    }
  };

/** Trains the generator against a discriminator. */
export const ganTraining =
  ({ epochs }: { readonly epochs: number }): Train =>
  async (context, folder) => {
    const { seed, signal } = context;
    const [digits, test] = [await context.digits('train'), await context.digits('test')];
    const [maker, judge] = [generator({ seed }), discriminator({ seed: seed + 1 })];
    const shipped = await pretrained('lenet');
    try {
      const { history, ended, step, snapshots, diagnoses } = await trainIn(context, folder, (shared) =>
        trainGan(maker, judge, digits, { epochs, snapshots: {}, ...shared }),
      );
      await saveModel(maker, folder);
      await saveModel(judge, join(folder, 'discriminator'));
      await writeWithFolder(historyFile(folder), encodeSnapshots(snapshots));
      signal.throwIfAborted();
      const evaluation = await evaluateGan(
        decoder(maker),
        classifier(shipped),
        { train: digits, test },
        { count: Math.min(10_000, test.size), neighbours: 0, seed, signal },
      );
      return {
        data: { history, ended, step, diagnoses, evaluation },
        chart: await inBoth((say) => ganTrainingChart(history, chartWords(say))),
      };
    } finally {
      for (const model of [maker, judge, shipped]) model.dispose();
    }
  };

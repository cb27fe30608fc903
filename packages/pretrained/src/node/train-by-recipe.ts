import { join } from 'node:path';
import { checkGivenText } from '@interp/checks';
import { classifier } from '@interp/core';
import { writeWithFolder } from '@interp/files/internal';
import { saveModel } from '@interp/files/node';
import {
  decoder,
  discriminator,
  encodeSnapshots,
  evaluateGan,
  generator,
  trainGan,
  type GanEvaluation,
  type GanTraining,
} from '@interp/gan';
import { evaluate, lenet, train, type Evaluation, type LeNetRecipe, type TrainingResult } from '@interp/lenet';
import {
  canEnumerate,
  evaluateRbm,
  initialRbm,
  rbmToSafetensors,
  trainRbm,
  type RbmEvaluation,
  type RbmRecipe,
  type RbmTraining,
} from '@interp/rbm';
import { pretrained } from '../pretrained.js';
import { trainIn, type TrainingRun } from './train-in.js';

/** How the training of a classifier went. */
export interface TrainedLeNet extends Pick<TrainingResult, 'history' | 'ended'> {
  /** What was trained. */
  readonly kind: 'lenet';
  /** Its measures on the test digits. */
  readonly test: Pick<Evaluation, 'accuracy' | 'perClass' | 'confusion' | 'n' | 'loss'>;
}

/** How the training of a restricted Boltzmann machine went. */
export interface TrainedRbm extends Pick<RbmTraining, 'history' | 'ended'> {
  /** What was trained. */
  readonly kind: 'rbm';
  /** Its measures on the test digits: how many, in nats; the log-likelihood where log Z can be summed exactly. */
  readonly test: Pick<RbmEvaluation, 'logDensity' | 'logLikelihood'> & { readonly n: number; readonly logZ?: number };
}

/** How the training of a generator went. */
export interface TrainedGenerator extends Pick<GanTraining, 'history' | 'ended' | 'step' | 'diagnoses'> {
  /** What was trained. */
  readonly kind: 'gan';
  /** Its measures by the LeNet that ships. */
  readonly evaluation: GanEvaluation;
}

/** How a training went: the history by epoch and the measures of the network, as plain values. */
export type TrainedNetwork = TrainedLeNet | TrainedRbm | TrainedGenerator;

/** Trains a network and saves it in a folder; resumes from the folder's checkpoint if an earlier run was stopped. */
export type TrainInFolder<Trained extends TrainedNetwork> = (folder: string, run: TrainingRun) => Promise<Trained>;

/** Trains a LeNet by a recipe and evaluates it. */
export const leNetTraining =
  ({ network = {}, training }: Partial<LeNetRecipe> & Pick<LeNetRecipe, 'training'>): TrainInFolder<TrainedLeNet> =>
  async (folder, run) => {
    const model = lenet({ ...network, seed: run.seed });
    try {
      const digits = await run.digits('train');
      const { history, ended } = await trainIn(run, folder, (shared) =>
        train(model, digits, { ...training, ...shared }),
      );
      await saveModel(model, folder);
      run.signal.throwIfAborted();
      const { accuracy, perClass, confusion, n, loss } = await evaluate(classifier(model), await run.digits('test'));
      return { kind: 'lenet', history, ended, test: { accuracy, perClass, confusion, n, loss } };
    } finally {
      model.dispose();
    }
  };

/** Trains an RBM by a recipe and evaluates it. */
export const rbmTraining =
  ({ network, training }: RbmRecipe): TrainInFolder<TrainedRbm> =>
  async (folder, run) => {
    const [digits, test] = [await run.digits('train'), await run.digits('test')];
    const start = await initialRbm(digits, { ...network, seed: run.seed });
    const { rbm, history, ended } = await trainIn(run, folder, (shared) =>
      trainRbm(start, digits, { ...training, validation: test, ...shared }),
    ).finally(() => start.dispose());
    try {
      await writeWithFolder(join(folder, 'rbm.safetensors'), rbmToSafetensors(rbm));
      run.signal.throwIfAborted();
      const method = canEnumerate(rbm) ? 'exact' : 'none';
      const { logDensity, logLikelihood, partition } = await evaluateRbm(rbm, test, { method });
      return {
        kind: 'rbm',
        history,
        ended,
        test: { n: test.size, logDensity, logLikelihood, logZ: partition?.logZ },
      };
    } finally {
      rbm.dispose();
    }
  };

/** The file with samples during training, beside the generator in a folder. */
export const historyFile = (folder: string): string => {
  checkGivenText('the folder', folder, 'a path');
  return join(folder, 'history.safetensors');
};

/** Trains the generator against a discriminator, and evaluates it by the LeNet that ships. */
export const generatorTraining =
  ({ epochs }: { readonly epochs: number }): TrainInFolder<TrainedGenerator> =>
  async (folder, run) => {
    const { seed, signal } = run;
    const [digits, test] = [await run.digits('train'), await run.digits('test')];
    const [maker, judge] = [generator({ seed }), discriminator({ seed: seed + 1 })];
    const shipped = await pretrained('lenet');
    try {
      const { history, ended, step, snapshots, diagnoses } = await trainIn(run, folder, (shared) =>
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
      return { kind: 'gan', history, ended, step, diagnoses, evaluation };
    } finally {
      for (const model of [maker, judge, shipped]) model.dispose();
    }
  };

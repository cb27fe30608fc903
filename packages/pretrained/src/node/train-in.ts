import type { ImageSet, MnistSplit } from '@interp/mnist';
import { trainingFolder, type FolderCheckpoints } from '@interp/training/node';

/** What a training is run with. */
export interface TrainingRun {
  /** The digits of a split, of MNIST or in their place; asked for once each. */
  readonly digits: (split: MnistSplit) => Promise<ImageSet>;
  /** Decides the first weights and everything random in the training. */
  readonly seed: number;
  /** Asks the training to end early, with a checkpoint. */
  readonly signal: AbortSignal;
  /** Is told the part of the steps that is done, from 0 to 1. */
  readonly progress: (part: number) => void;
}

/** The options that the trainings share. */
interface Shared extends FolderCheckpoints, Pick<TrainingRun, 'seed' | 'signal'> {
  readonly checkpointEvery: number;
  readonly onStep: (at: { readonly value: { readonly step: number; readonly steps: number } }) => void;
}

/** Trains in a folder, going on from an earlier run's checkpoint, under the seed, the signal and the progress of the run. */
export const trainIn = async <Trained>(
  { seed, signal, progress }: TrainingRun,
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

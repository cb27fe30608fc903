import { fgsmTraining } from '@interp/adversarial';
import { thesisRecipe as thesisLenet, type LeNetRecipe } from '@interp/lenet';
import { cho, linearRate, persistentDivergence, thesisRecipe as thesisRbm, type RbmRecipe } from '@interp/rbm';
import {
  generatorTraining,
  leNetTraining,
  rbmTraining,
  type TrainedNetwork,
  type TrainInFolder,
} from './train-by-recipe.js';

/** How a network that ships is trained from scratch. */
export interface NetworkTraining {
  /** What trains it on the command line, `train lenet --recipe thesis` for example, after `interp`. */
  readonly command: string;
  /** The name of its file in the folder that it is saved in. */
  readonly file: string;
  /**
   * Trains it and saves it in a folder; goes on from the folder's checkpoint if an earlier run was stopped.
   *
   * @throws InterpError `file-exists` for a folder of something else, `bad-option` for a seed that is none, and as trainings do
   */
  readonly train: TrainInFolder<TrainedNetwork>;
}

/** The networks that ship and can be trained again by {@link networkTrainings}. */
export type TrainableName =
  | 'lenet-thesis'
  | 'rbm-8-thesis'
  | 'rbm-100-thesis'
  | 'lenet'
  | 'lenet-relu'
  | 'lenet-robust'
  | 'rbm-8'
  | 'rbm-100'
  | 'generator';

const ofLeNet = (flags: string, recipe: Partial<LeNetRecipe> & Pick<LeNetRecipe, 'training'>): NetworkTraining => ({
  command: `train lenet ${flags}`,
  file: 'model.json',
  train: leNetTraining(recipe),
});

const ofRbm = (flags: string, recipe: RbmRecipe): NetworkTraining => ({
  command: `train rbm ${flags}`,
  file: 'rbm.safetensors',
  train: rbmTraining(recipe),
});

const augment = { shift: 1.5, rotate: 10 };

/** Cho's RBM by persistent contrastive divergence. */
const persistent = (hidden: number, epochs: number): NetworkTraining =>
  ofRbm(`--hidden ${hidden} --variant cho --trainer pcd --epochs ${epochs}`, {
    network: { hidden, variant: cho },
    training: { epochs, trainer: persistentDivergence(), schedule: linearRate() },
  });

/**
 * How each network that ships is trained from scratch, with the options of the one that ships: which needs minutes, and gives another network
 * under another seed. A folder keeps the network, its checkpoints and, for the generator, its discriminator and samples during training.
 *
 * @example
 * ```ts
 * import { drawnSplit } from '@interp/mnist';
 * import { networkTrainings } from '@interp/pretrained/node';
 *
 * const { command, file, train } = networkTrainings['rbm-8'];
 * console.log(command, file); // train rbm --hidden 8 --variant cho --trainer pcd --epochs 10 rbm.safetensors
 * const run = async (): Promise<void> => {
 *   const { signal } = new AbortController();
 *   const digits = (split: 'train' | 'test') => Promise.resolve(drawnSplit(split));
 *   const { history } = await train('my-rbm', { digits, seed: 1, signal, progress: console.log });
 *   console.log(history.length);
 * };
 * console.log(typeof run); // function
 * ```
 */
export const networkTrainings: Readonly<Record<TrainableName, NetworkTraining>> = {
  'lenet-thesis': ofLeNet('--recipe thesis', thesisLenet),
  'rbm-8-thesis': ofRbm('--recipe thesis', thesisRbm),
  'rbm-100-thesis': ofRbm('--recipe thesis --hidden 100', {
    ...thesisRbm,
    network: { ...thesisRbm.network, hidden: 100 },
  }),
  lenet: ofLeNet('--epochs 8 --shift 1.5 --rotate 10 --rate 0.01', { training: { epochs: 8, rate: 0.01, augment } }),
  'lenet-relu': ofLeNet('--activation relu --epochs 5 --shift 1.5 --rotate 10', {
    network: { activation: 'relu' },
    training: { epochs: 5, augment },
  }),
  'lenet-robust': ofLeNet('--adversarial fgsm --epochs 9', {
    training: { epochs: 9, adversarial: fgsmTraining({ epsilon: 0.6 }) },
  }),
  'rbm-8': persistent(8, 10),
  'rbm-100': persistent(100, 15),
  generator: { command: 'train gan --epochs 20', file: 'model.json', train: generatorTraining({ epochs: 20 }) },
};

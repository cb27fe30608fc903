import { checkClassifier } from '@interp/core/internal';
import { InterpError, optionsTable, text, withFunctions } from '@interp/checks';
import type { Classifier, Density } from '@interp/core';
import { convertInputs } from '@interp/images';
import { density } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';
import { openClassifier } from '../open-model.js';
import { openRbm } from '../open-rbm.js';
import type { OpenedClassifier } from '../opened-classifier.js';
import { withOpened } from './with-opened.js';

/** A network that says what prototypes are. */
export interface Judge {
  /** What people call it. */
  readonly name: string;
  /** The network, for inputs as the judged classifier takes them. */
  readonly network: Classifier;
  /** Lets go of it; not of the classifier, where that judges its prototypes itself. */
  dispose(): void;
}

/** Whose prototypes are judged, and by whom. */
export interface JudgeOptions {
  /** What people call the classifier. */
  readonly model: string;
  /** The judge, as `openClassifier` takes it. Default `lenet-relu`, or for prototypes of that `lenet`. */
  readonly judge?: string;
  /** Ends the wait for a file that stays silent. */
  readonly signal?: AbortSignal;
}

const judgeOptions = optionsTable<JudgeOptions>()({
  model: text({ required: true }),
  judge: text(),
  signal: withFunctions<AbortSignal>(['throwIfAborted']),
});

const takingInputsOf = (classifier: OpenedClassifier, network: OpenedClassifier): Classifier => ({
  ...network,
  logits: (x) => network.logits(tf.tensor(convertInputs(x.dataSync<'float32'>(), classifier, network), x.shape)),
});

/** Whether the classes of a model are called as the digits are, or not at all. */
const knowsDigits = ({ settings: { labels = [] } }: OpenedClassifier): boolean =>
  labels.every((label, digit) => label === String(digit));

/** What a classifier takes and says; two of the same fit together. */
const formOf = ({ inputShape, classes }: Classifier): string => `[${inputShape.join(', ')}] to ${classes} classes`;

/**
 * Opens the network that says what the prototypes of a classifier are: one trained apart. Where none is named, a network of other images or classes than the
 * digits', or of a hidden layer, judges its prototypes itself. The judge is given the pictures in its own units.
 *
 * @param classifier - whose prototypes are judged; borrowed
 * @param options - who judges
 * @returns the judge; it belongs to the caller, who ends it with `dispose()`
 * @throws InterpError `bad-option` for a judge that was asked for and takes other images or knows other classes, and where there are several examples of a
 *   model's other inputs; and as `openClassifier`
 */
export const openJudge = async (classifier: OpenedClassifier, options: JudgeOptions): Promise<Judge> => {
  checkClassifier(classifier);
  const { model, judge, signal } = judgeOptions.withDefaults(options);
  classifier.others?.checkPictures(1);
  const name = judge ?? (model === 'lenet-relu' ? 'lenet' : 'lenet-relu');
  const network = await openClassifier(name, { signal });
  const dispose = (): void => network.dispose();
  const fits = !classifier.isHidden && formOf(network) === formOf(classifier);
  if (fits && (judge !== undefined || knowsDigits(classifier)))
    return { name, network: takingInputsOf(classifier, network), dispose };
  dispose();
  if (judge === undefined) return { name: model, network: classifier, dispose: () => undefined };
  throw new InterpError(
    'bad-option',
    `the option judge takes ${formOf(network)} and the model ${formOf(classifier)}; expected a judge of the same images and classes`,
  );
};

/** What an ascent through a decoder asks for, as far as it says who picks among its runs. */
export interface PickingOptions extends JudgeOptions {
  /** The RBM that looks at the images too, as `openRbm` takes it. */
  readonly expert: string;
  /** Whether the expert is part of what is maximised, so that it picks alone. */
  readonly byExpert: boolean;
  /** Which run is kept. */
  readonly pick?: 'best' | 'odd';
  /** Runs of each prototype. */
  readonly restarts?: number;
  /** The probability at which an ascent stops. */
  readonly threshold?: number;
}

/** What picks among the runs of an ascent through a decoder. */
interface Pickers {
  readonly judge?: Classifier;
  readonly expert?: Density;
}

/**
 * Opens what picks among the runs of an ascent through a decoder, for the duration of some work: the first of two built-in networks that is neither the
 * classifier nor the judge of the results, and an RBM. Neither is there for other images or classes than theirs, unless odd ones are asked for. Where the
 * expert is part of the objective it picks alone, and nobody picks among one.
 */
export const withPickers = async <Value>(
  classifier: Classifier,
  { model, judge = 'lenet-relu', expert, byExpert, pick, restarts, threshold, signal }: PickingOptions,
  work: (pickers: Pickers) => Promise<Value>,
): Promise<Value> => {
  const withExpert = async (picker?: Classifier): Promise<Value> =>
    withOpened(await openRbm(expert, { signal }), (rbm) => work({ judge: picker, expert: density(rbm) }));
  if (byExpert) return withExpert();
  if (pick !== 'odd' && (restarts === 1 || threshold === 0)) return work({});
  const name = ['lenet-robust', 'lenet-relu'].find((one) => one !== model && one !== judge)!;
  return withOpened(await openClassifier(name, { signal }), (network) => {
    if (formOf(network) === formOf(classifier)) return withExpert(network);
    return pick === 'odd' ? withExpert() : work({});
  });
};

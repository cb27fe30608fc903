import { InterpError } from '@interp/checks';
import { networkOf, type Network } from '@interp/core';
import type { ModelSettings } from '@interp/files/node';
import type { Images, PictureClassifier } from '@interp/images';
import type { ReadImagesOptions } from '@interp/images/node';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Given, ReadInputs } from './given-inputs.js';
import type { OpenOptions } from './open-options.js';
import type { OwnNetwork } from './own-network.js';
import { isLookedUp } from '@interp/targets/internal';
import { rangeDoubt } from './range-doubt.js';
import { severalInputs, type SeveralInputs } from './several-inputs.js';
import { hiddenTarget, outputTarget, type References, type Target } from './target.js';

/** A classifier of a model, with what is known of its inputs and classes. */
export interface OpenedClassifier extends PictureClassifier, Target {
  /** The model behind it. */
  readonly model: LayersModel | OwnNetwork;
  /** What was given for all inputs, of a model of several; all but the one that pictures are is bound to the first example. */
  readonly others?: SeveralInputs;
  /** How `readImages` of `@interp/images/node` reads pictures for it: shape, range of the pixels, names of the classes. */
  readonly imageOptions: ReadImagesOptions;
  /**
   * Whether pixels may be in another range than it was trained on, given pictures as it takes them: the doubt in a sentence, or undefined.
   * Networks that ship have no doubts.
   */
  readonly rangeDoubt?: (images: Images) => string | undefined;
}

/** What is known of a model that is opened. */
interface Known {
  /** What is known of its inputs and classes. */
  readonly settings: ModelSettings;
  /** What is looked at, and what is given for other inputs. */
  readonly options: OpenOptions;
  /** Reads the file of other inputs. */
  readonly readInputs: ReadInputs;
  /** Whether it is only described, so that nothing has to be said of several outputs and inputs. */
  readonly isDescribed: boolean;
  /** Pictures that others are compared with. */
  readonly similarTo?: References;
}

/** A model with one input, its others bound to what was given for them. */
const oneInput = async (
  model: OpenedClassifier['model'],
  { settings, options, readInputs, isDescribed }: Known,
): Promise<{ readonly source: LayersModel | Network; readonly others?: SeveralInputs }> => {
  const network = networkOf(model);
  const { inputs, signal } = options;
  const [first, ...more] = network.inputs;
  // Pictures are read by themselves, and words from a file of inputs.
  if (more.length === 0 && (inputs === undefined || !isLookedUp(network, first.name))) return { source: model };
  const given = inputs === undefined ? new Map<string, Given>() : await readInputs(inputs, network, signal);
  const { bound, ...others } = severalInputs(network, settings, given, isDescribed);
  return { source: bound, others };
};

const imageOptionsOf = (classifier: PictureClassifier & Target): ReadImagesOptions => {
  const { inputShape, classes, probabilities, isHidden } = classifier;
  const { bounds, mean, std, fit, channels, labels } = classifier.settings;
  const known = { bounds, mean, std, fit, channels, classNames: labels, multiLabel: probabilities === 'sigmoid' };
  return { ...known, inputShape, classes: isHidden ? undefined : classes };
};

/**
 * Makes a classifier of a model.
 *
 * @param model - borrowed
 * @param known - what is known of it
 * @throws InterpError `unsupported-model` for what is no classifier, `bad-option`, and of the file of other inputs `not-found`, `bad-file`
 */
export const openedClassifier = async (model: OpenedClassifier['model'], known: Known): Promise<OpenedClassifier> => {
  const { settings, options, isDescribed, similarTo } = known;
  const { source, others } = await oneInput(model, known);
  if (!settings.size && source.inputs[0]?.shape.slice(1).includes(null))
    throw new InterpError(
      'bad-option',
      'the model leaves the size of its inputs open; give it, as { size: [224, 224] }',
    );
  const { classifierOf, ...target } = outputTarget(
    networkOf(model),
    settings,
    options,
    isDescribed,
    similarTo && { ...similarTo, source },
  );
  const own = { ...classifierOf(source), ...target, model, others };
  const found = { ...own, ...hiddenTarget(source, own, options) };
  return { ...found, imageOptions: imageOptionsOf(found), rangeDoubt: (images) => rangeDoubt(own, images) };
};

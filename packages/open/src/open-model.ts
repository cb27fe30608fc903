import { extname } from 'node:path';
import type { ModelSettings } from '@interp/files/node';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isShipped, loadAnyModel, modelFormats } from './formats.js';
import { openOptions, refuseSettings, settingsOf, type OpenOptions } from './open-options.js';
import { openedClassifier, type OpenedClassifier } from './opened-classifier.js';
import type { OwnNetwork } from './own-network.js';

/** A model that was opened, a classifier or not. It belongs to the caller, who ends it with `dispose()`. */
export interface OpenedModel {
  /** A `tf.LayersModel`, or a network of what is in another format. */
  readonly model: LayersModel | OwnNetwork;
  /** What its format is called: `onnx`, `keras`, `tfjs-graph-model` …; `built-in` of a network that ships. */
  readonly format: string;
  /** What is known of it: nothing of those that ship. */
  readonly settings: ModelSettings;
  /**
   * It as a classifier, which holds as long as the model does.
   *
   * @param how - `isDescribed`: whether it is only described, so that nothing has to be said of several outputs and inputs. Default false
   * @throws InterpError `unsupported-model` for what is no classifier, `bad-option` for options that do not fit it
   */
  classifier(how?: { readonly isDescribed?: boolean }): Promise<OpenedClassifier>;
  /** Disposes of its weights. */
  dispose(): void;
}

/**
 * Opens a model of any format.
 *
 * @param model - the name of a network that ships (`lenet` …), or the path of a `model.json` of TensorFlow.js, of layers or a graph, of a file of Keras
 *   (`.keras`, `.h5`, `.hdf5`), of ONNX (`.onnx`), or of PyTorch weights of the LeNet (`.safetensors`)
 * @param options - what the file does not say; what is left out is read from the `interp.json` beside it
 * @returns the model; it belongs to the caller
 * @throws InterpError `not-found`, `bad-file`, `unsupported-model`; `bad-option` for a name that means nothing, or for what is said of a network that
 *   ships
 */
export const openModel = async (model: string, options: OpenOptions = {}): Promise<OpenedModel> => {
  const known = openOptions.withDefaults(options);
  const shipped = isShipped(model);
  if (shipped) refuseSettings(model, known);
  const settings = shipped ? {} : await settingsOf(model, known);
  const loaded = await loadAnyModel(model, settings, known.signal);
  return {
    model: loaded,
    format: ('format' in loaded ? loaded.format : undefined) ?? modelFormats[extname(model)] ?? 'built-in',
    settings,
    classifier: async ({ isDescribed = false } = {}) => {
      const { rangeDoubt, ...own } = await openedClassifier(loaded, settings, known, isDescribed);
      return shipped ? own : { ...own, rangeDoubt };
    },
    dispose: () => {
      loaded.dispose();
    },
  };
};

/**
 * Opens a model of any format as a classifier, with its preprocessing and the names of its classes, as the command line does.
 *
 * @param model - as `openModel` takes it
 * @param options - what the file does not say: the range of its pixels, its size, the names of its classes; which output, value, channel or
 *   unit is looked at; what its other inputs are
 * @returns the classifier, which every method takes; `dispose()` ends it
 * @throws InterpError as `openModel`, and `unsupported-model` for what is no classifier
 *
 * @example
 * ```ts
 * import { openClassifier } from '@interp/open';
 *
 * const net = await openClassifier('lenet');
 * console.log(net.inputShape, net.classes, net.settings); // [ 28, 28, 1 ] 10 {}
 * net.dispose();
 * ```
 */
export const openClassifier = async (
  model: string,
  options: OpenOptions = {},
): Promise<OpenedClassifier & { dispose(): void }> => {
  const opened = await openModel(model, options);
  try {
    return { ...(await opened.classifier()), dispose: opened.dispose };
  } catch (error) {
    opened.dispose();
    throw error;
  }
};

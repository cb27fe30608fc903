import { basename } from 'node:path';
import { checkGivenText } from '@interp/checks';
import { readNamedFile } from '@interp/files/internal';
import { isShipped, loadAnyModel } from './formats.js';
import { givenIn, type ReadInputs } from './given-inputs.js';
import { openOptions, refuseSettings, type OpenOptions } from './open-options.js';
import { openedModel, type OpenedModel } from './opened-model.js';
import type { OpenedClassifier } from './opened-classifier.js';
import { modelFormats, suffixOf } from './read-model.js';
import { settingsOf } from './settings-of.js';

/** Reads the tensors of a file that are named as inputs of a model. */
const readInputs: ReadInputs = async (path, network, signal) =>
  givenIn(path, await readNamedFile(path, 'the inputs ', 'a .safetensors file', signal), network);

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
  checkGivenText('the model', model, 'the name of one that ships, or a path');
  const known = openOptions.withDefaults(options);
  const shipped = isShipped(model);
  if (shipped) refuseSettings(model, known);
  const settings = shipped ? {} : await settingsOf(model, known);
  const files = shipped ? [] : [basename(model)];
  const loaded = await loadAnyModel(model, settings, files, known.signal);
  const format = modelFormats[suffixOf(model)] ?? 'built-in';
  const opened = openedModel(loaded, { format, settings, files, options: known, readInputs });
  if (!shipped) return opened;
  // Networks that ship have no doubts.
  const classifier: OpenedModel['classifier'] = async (how) => ({
    ...(await opened.classifier(how)),
    rangeDoubt: undefined,
  });
  return { ...opened, classifier };
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

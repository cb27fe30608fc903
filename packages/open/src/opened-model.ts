import type { ModelSettings } from '@interp/files/node';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ReadInputs } from './given-inputs.js';
import type { OpenOptions } from './open-options.js';
import { openedClassifier, type OpenedClassifier } from './opened-classifier.js';
import type { OwnNetwork } from './own-network.js';
import type { References } from './target.js';

/** A model that was opened, a classifier or not. It belongs to the caller, who ends it with `dispose()`. */
export interface OpenedModel {
  /** A `tf.LayersModel`, or a network of what is in another format. */
  readonly model: LayersModel | OwnNetwork;
  /** What its format is called: `onnx`, `keras`, `tfjs-graph-model` …; `built-in` of a network that ships. */
  readonly format: string;
  /** What is known of it: nothing of those that ship. */
  readonly settings: ModelSettings;
  /** The files that it was read from, by their paths in its folder, its own first; none of those that ship. */
  readonly files: readonly string[];
  /**
   * It as a classifier, which holds as long as the model does.
   *
   * @param how - `isDescribed`: whether it is only described, so that nothing has to be said of several outputs and inputs. Default false. `similarTo`:
   *   pictures, one class each, whose score is how alike its output is to what it has for them, as the cosine of the angle between the two
   * @throws InterpError `unsupported-model` for what is no classifier, `bad-option` for options that do not fit it
   */
  classifier(how?: { readonly isDescribed?: boolean; readonly similarTo?: References }): Promise<OpenedClassifier>;
  /** Disposes of its weights. */
  dispose(): void;
}

/**
 * What was loaded as a model that was opened.
 *
 * @param model - from now on the result's
 * @param known - its format, what is known of it, what is looked at, and how other inputs are read
 */
export const openedModel = (
  model: LayersModel | OwnNetwork,
  known: Pick<OpenedModel, 'format' | 'settings' | 'files'> & {
    readonly options: OpenOptions;
    readonly readInputs: ReadInputs;
  },
): OpenedModel => {
  const { format, settings, files, options, readInputs } = known;
  return {
    model,
    format: ('format' in model ? model.format : undefined) ?? format,
    settings,
    files,
    classifier: ({ isDescribed = false, similarTo } = {}) =>
      openedClassifier(model, { settings, options, readInputs, isDescribed, similarTo }),
    dispose: () => {
      model.dispose();
    },
  };
};

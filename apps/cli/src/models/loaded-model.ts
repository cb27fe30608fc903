import type { Classifier, Network } from '@interp/core';
import type { ModelSettings } from '@interp/files/node';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Preprocessing } from '@interp/images';
import type { ImageConsumer } from '../inputs/image-consumer.js';

/** A network of another format than TensorFlow.js' layers, which owns its weights. */
export interface OwnNetwork extends Network {
  /** Disposes of the weights. */
  dispose(): void;
  /** What its format is called in results, where the suffix of its file does not tell. */
  readonly format?: string;
  /** How many weights each operation has, by its name, where that is known. */
  readonly parameters?: ReadonlyMap<string, number>;
}

/** A classifier with what is known of its inputs and classes. */
export interface LoadedModel extends Classifier, Pick<ImageConsumer, 'check' | 'isHidden'> {
  /** The model behind it. */
  readonly model: LayersModel | OwnNetwork;
  /** What is known of it: nothing of those that ship. */
  readonly settings: ModelSettings;
  /** How pictures become its inputs. */
  readonly preprocessing: Preprocessing;
}

/** Inputs of one network as another takes the same pictures. */
export const inputsOf = (
  from: Pick<LoadedModel, 'preprocessing'>,
  to: Pick<LoadedModel, 'preprocessing'>,
  inputs: Float32Array,
): Float32Array => (from === to ? inputs : to.preprocessing.toModel(from.preprocessing.toPicture(inputs)));

import type { Classifier, Network } from '@interp/core';
import type { ModelSettings } from '@interp/files/node';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { SafetensorsEntry } from '@interp/files';
import type { Images, Preprocessing } from '@interp/images';
import type * as tf from '@tensorflow/tfjs-core';
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

/** What is explained of an example of several inputs. */
export interface ExplainedInputs<Found> {
  /** What the method found for all inputs together, without its map. */
  readonly found: Found;
  /** The map of each input, `relevance.NAME`, and of the pictures again as `relevance`. */
  readonly maps: Record<string, tf.Tensor>;
  /** The sum of each map by the name of the input. */
  readonly totals: Readonly<Record<string, number>>;
}

/** What is given for the inputs of a model of several. */
export interface OtherInputs {
  /** The input that pictures are. */
  readonly picture: string;
  /** Whether it holds whole numbers, as those of tokens, and no pictures; then these are what a file has for it. */
  readonly whole?: (name: string) => Images;
  /** How many examples there are of the others; 1 goes with any number of pictures. */
  readonly examples: number;
  /** Explains one example, given its picture, its number, the method, and how classifiers are made of networks. */
  explained<Found extends { readonly relevance: tf.Tensor }>(
    x: tf.Tensor,
    example: number,
    explain: (classifier: Classifier, x: tf.Tensor) => Found,
    own: Pick<LoadedModel, 'lookAt' | 'bounds'>,
  ): ExplainedInputs<Found>;
  /** The maps of so many examples as tensors of a file. */
  entries(
    count: number,
    maps: Readonly<Record<string, Float32Array>>,
  ): readonly (readonly [string, SafetensorsEntry])[];
}

/** A classifier with what is known of its inputs and classes. */
export interface LoadedModel extends Classifier, Pick<ImageConsumer, 'check' | 'isHidden' | 'tensor'> {
  /** The model behind it. */
  readonly model: LayersModel | OwnNetwork;
  /** The same, with one input: others are bound to what was given for them. */
  readonly source: LayersModel | Network;
  /** What was given for all inputs, of a model of several. */
  readonly others?: OtherInputs;
  /** The output that is looked at, where it is not known by itself; `index` says which of its values. */
  readonly output?: { readonly name: string; readonly shape: readonly (number | null)[]; readonly index?: string };
  /** The same classes or values of a network of another input. */
  readonly lookAt: (network: Network, bounds: Classifier['bounds']) => Classifier;
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

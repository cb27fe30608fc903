import { classify as classifyTensor, type Classification, type Classifier } from '@interp/core';
import { float32Entry, type SafetensorsEntry } from '@interp/files';
import { concatFloats } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/** The values of a tensor, in memory of their own. */
export interface HostTensor {
  /** Its shape. */
  readonly shape: readonly number[];
  /** Its values, row-major. */
  readonly data: Float32Array;
}

/** Reads the values of a tensor and disposes of it. */
export const toHost = async (tensor: tf.Tensor): Promise<HostTensor> => {
  const data = Float32Array.from(await tensor.data<'float32'>());
  const { shape } = tensor;
  tensor.dispose();
  return { shape, data };
};

/** Makes a tensor of values for the duration of some work. */
export const withTensor = async <Result>(
  { shape, data }: HostTensor,
  work: (tensor: tf.Tensor) => Result | Promise<Result>,
): Promise<Result> => {
  const tensor = tf.tensor(data, [...shape]);
  try {
    return await work(tensor);
  } finally {
    tensor.dispose();
  }
};

/** The images of several batches of one shape in one batch. */
export const concatenate = (...batches: readonly HostTensor[]): HostTensor => {
  const count = batches.reduce((sum, batch) => sum + batch.shape[0], 0);
  return { shape: [count, ...batches[0].shape.slice(1)], data: concatFloats(batches.map(({ data }) => data)) };
};

/** Some images of a batch, in the order of the indices. */
export const gather = ({ shape, data }: HostTensor, indices: readonly number[]): HostTensor => {
  const size = data.length / shape[0];
  const chosen = new Float32Array(indices.length * size);
  indices.forEach((index, i) => chosen.set(data.subarray(index * size, (index + 1) * size), i * size));
  return { shape: [indices.length, ...shape.slice(1)], data: chosen };
};

/** Values as an entry of a safetensors file. */
export const entryOf = ({ shape, data }: HostTensor): SafetensorsEntry => float32Entry(shape, data);

/** What a classifier (borrowed) says of each image. */
export const classify = (classifier: Classifier, { shape, data }: HostTensor): readonly Classification[] => {
  const x = tf.tensor(data, [...shape]);
  try {
    return classifyTensor(classifier, x);
  } finally {
    x.dispose();
  }
};

/** The Euclidean norm of all values. */
export const normOf = ({ data }: HostTensor): number => Math.sqrt(data.reduce((sum, value) => sum + value * value, 0));

/** The Euclidean distance of two batches of one shape. */
export const distance = (one: HostTensor, other: HostTensor): number =>
  Math.sqrt(one.data.reduce((sum, value, i) => sum + (value - other.data[i]) ** 2, 0));

import type { GraphInput, GraphNode } from '../graph.js';
import { imageAxes, imageOrder } from '../operations/images/images.js';
import { inOrder, type Live, NotPerImage } from './value.js';

/** Operations over images, by which an input is recognised as one. */
const overImages = new Set(['Conv', 'ConvTranspose', 'MaxPool', 'AveragePool', 'GlobalMaxPool', 'GlobalAveragePool', 'BatchNormalization', 'InstanceNormalization', 'GroupNormalization', 'LRN', 'Resize', 'Upsample', 'DepthToSpace', 'SpaceToDepth']); // prettier-ignore

/** Operations that keep an image an image. */
const keepsImages = new Set(['Add', 'Sub', 'Mul', 'Div', 'Cast', 'Clip', 'Identity', 'Pad', 'Concat', 'Slice', 'Relu', 'Neg', 'Sigmoid', 'Tanh', 'Pow', 'Sqrt', 'Dropout', 'Gather', 'Split']); // prettier-ignore

/** Whether an input goes into operations over images with channels first. */
const isPicture = (input: GraphInput, nodes: readonly GraphNode[]): boolean => {
  if (input.shape.length < 3) return false;
  const reached = new Set([input.name]);
  for (const { operation, inputs, outputs, attributes } of nodes) {
    const [first] = inputs;
    if (overImages.has(operation) && reached.has(first)) return attributes['channelsLast'] !== true;
    if (keepsImages.has(operation) && inputs.some((name) => reached.has(name)))
      for (const name of outputs) reached.add(name);
  }
  return false;
};

/**
 * What is taken of an input: images are stored with their channels last.
 *
 * @param input - the input, whose sizes are known but for the batch
 * @param nodes - the graph's nodes, in order
 * @throws NotPerImage for one number for all images
 */
export const liveInput = (input: GraphInput, nodes: readonly GraphNode[]): Live => {
  const { name, shape } = input;
  if (shape.length === 0) throw new NotPerImage(`the input "${name}" is one number for all images`);
  const sizes = shape.slice(1) as number[];
  if (!isPicture(input, nodes)) return { name, stored: sizes, axes: inOrder(shape.length) };
  const order = imageOrder(shape.length, false);
  return { name, stored: order.slice(1).map((axis) => sizes[axis - 1]), axes: imageAxes(shape.length, false) };
};

import type { GraphNode } from '@interp/graph';

const asking = new Set('Equal Less LessOrEqual Greater GreaterOrEqual And Or Xor Not IsNaN IsInf'.split(' '));

const passing = new Set(
  'Identity Reshape Transpose Flatten Squeeze Unsqueeze Expand Tile Slice Split Gather GatherND GatherElements Concat Pad Trilu Compress'.split(
    ' ',
  ),
);

/** The number of ONNX' type of booleans. */
const booleanType = 9;

/**
 * Whether an operation gives booleans rather than numbers: a boolean mask hides, one of numbers is added.
 *
 * @param node - the operation
 * @param isBoolean - whether a value that it takes is boolean
 */
export const givesBooleans = (
  { operation, inputs, attributes }: GraphNode,
  isBoolean: (value: string) => boolean,
): boolean => {
  if (operation === 'Cast') return attributes['to'] === booleanType;
  if (operation === 'Where') return isBoolean(inputs[1]);
  return asking.has(operation) || (passing.has(operation) && isBoolean(inputs[0]));
};

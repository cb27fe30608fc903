import type { GraphNode } from '@interp/graph';

const asking = new Set('Equal Less LessOrEqual Greater GreaterOrEqual And Or Xor Not IsNaN IsInf'.split(' '));

const passing = new Set(
  'Identity Reshape Transpose Flatten Squeeze Unsqueeze Expand Tile Slice Split Gather GatherND GatherElements Concat Pad Trilu Compress'.split(
    ' ',
  ),
);

/** The number of ONNX' type for answers. */
const answerType = 9;

/**
 * Whether an operation gives answers, yes or no, rather than numbers: a mask of answers hides, one of numbers is added.
 *
 * @param node - the operation
 * @param isAnswer - whether a value that it takes is one
 */
export const givesAnswers = (
  { operation, inputs, attributes }: GraphNode,
  isAnswer: (value: string) => boolean,
): boolean => {
  if (operation === 'Cast') return attributes['to'] === answerType;
  if (operation === 'Where') return isAnswer(inputs[1]);
  return asking.has(operation) || (passing.has(operation) && isAnswer(inputs[0]));
};

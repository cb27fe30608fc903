import type { InterpError } from '@interp/checks';
import { attributesOf } from './attributes.js';
import type { GraphNode } from './graph.js';

/** The refusal of an output that an operation has in the file and does not give here, such as indices of a pooling. */
export const notGiven = (nodes: readonly GraphNode[], name: string): InterpError => {
  const maker = nodes.find(({ outputs }) => outputs.includes(name))!;
  return attributesOf(maker).refusal(
    `does not give its output ${maker.outputs.indexOf(name)} here, which another operation or the graph takes; expected the first ones alone`,
  );
};

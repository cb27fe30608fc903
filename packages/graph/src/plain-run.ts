import { InterpError, isInterpError, shownValue } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';
import { attributesOf } from './attributes.js';
import type { Graph, GraphNode } from './graph.js';
import { notGiven } from './not-given.js';
import { operationOf } from './operations/operations.js';

/** For each node, the values that no later one takes. */
const lastUses = (nodes: readonly GraphNode[], kept: ReadonlySet<string>): string[][] => {
  const last = new Map(
    nodes.flatMap(({ inputs, outputs }, i) => [...outputs, ...inputs].map((name) => [name, i] as const)),
  );
  const names = nodes.map((): string[] => []);
  for (const [name, i] of last) if (name !== '' && !kept.has(name)) names[i].push(name);
  return names;
};

/**
 * Runs a graph operation by operation, over values in their logical order.
 *
 * @param graph - the graph
 * @param nodes - its nodes, in order
 * @returns a function from the inputs, in the graph's order, to the outputs, which belong to the caller; it tells of each node what it gave
 */
export const plainRun = (
  graph: Graph,
  nodes: readonly GraphNode[],
): ((given: readonly tf.Tensor[], seen?: (node: GraphNode, made: readonly tf.Tensor[]) => void) => tf.Tensor[]) => {
  const kept = new Set([...graph.outputs, ...graph.inputs].map(({ name }) => name).concat(...graph.constants.keys()));
  const unneeded = lastUses(nodes, kept);
  return (given, seen) =>
    tf.tidy(() => {
      const values = new Map<string, tf.Tensor>(graph.constants);
      graph.inputs.forEach(({ name }, i) => values.set(name, given[i]));
      const valueOf = (name: string): tf.Tensor => {
        const value = values.get(name);
        if (value) return value;
        throw notGiven(nodes, name);
      };
      nodes.forEach((node, i) => {
        const attributes = attributesOf(node);
        try {
          const made = tf.tidy(() => [
            ...operationOf(node.operation)!.evaluate(
              node.inputs.map((name) => (name === '' ? undefined! : valueOf(name))),
              attributes,
            ),
          ]);
          seen?.(node, made);
          node.outputs.forEach((name, k) => {
            if (made[k]) values.set(name, made[k]);
          });
        } catch (cause) {
          if (isInterpError(cause)) throw cause;
          const said = (cause as Error).message.split('\n')[0];
          throw new InterpError(
            'unsupported-model',
            `the operation ${shownValue(node.name)} of type ${shownValue(node.type)} cannot run: ${said.slice(0, 150)}; look at its inputs`,
            { cause },
          );
        }
        if (tf.engine().state.gradientDepth === 0) for (const name of unneeded[i]) values.get(name)?.dispose();
      });
      return graph.outputs.map(({ name }) => tf.clone(valueOf(name)));
    });
};

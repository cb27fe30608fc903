import { InterpError, shownValue } from '@interp/checks';
import type { Graph, GraphNode } from './graph.js';

const refused = (graph: Graph, what: string): InterpError =>
  new InterpError('unsupported-model', `the graph ${shownValue(graph.name)} ${what}`);

/** Which node makes each value; a value that two make is refused. */
const makersOf = (graph: Graph): Map<string, GraphNode> => {
  const makers = new Map<string, GraphNode>();
  for (const node of graph.nodes) {
    for (const output of node.outputs) {
      if (output === '') continue;
      if (makers.has(output))
        throw refused(graph, `has two nodes that make the value ${shownValue(output)}; expected one`);
      makers.set(output, node);
    }
  }
  return makers;
};

/**
 * The nodes that a graph's outputs need, each after those whose values it takes. Without recursion, so that a graph may be deep.
 *
 * @param graph - the graph
 * @returns the nodes in an order in which they can run
 * @throws InterpError `unsupported-model` for a graph with a circle, with a value that nothing makes, or that two nodes make
 */
export const sortedNodes = (graph: Graph): readonly GraphNode[] => {
  const makers = makersOf(graph);
  const given = new Set([...graph.inputs.map(({ name }) => name), ...graph.constants.keys()]);
  const done = new Set<GraphNode>();
  const open = new Set<GraphNode>();
  const sorted: GraphNode[] = [];
  const makerOf = (value: string, of: string): GraphNode | undefined => {
    const maker = makers.get(value);
    if (maker || given.has(value)) return maker;
    throw refused(graph, `has no value ${shownValue(value)}, which ${of} takes; the file may be incomplete`);
  };
  if (graph.outputs.length === 0) throw refused(graph, 'has no output; expected one or more');
  const path = graph.outputs.flatMap(({ name }) => makerOf(name, 'an output') ?? []).reverse();
  while (path.length > 0) {
    const node = path.at(-1)!;
    if (done.has(node) || open.has(node)) {
      path.pop();
      if (open.delete(node)) {
        done.add(node);
        sorted.push(node);
      }
      continue;
    }
    open.add(node);
    for (const value of node.inputs) {
      const maker = value === '' ? undefined : makerOf(value, `the node ${shownValue(node.name)}`);
      if (!maker || done.has(maker)) continue;
      if (open.has(maker))
        throw refused(graph, `has a circle through the node ${shownValue(maker.name)}; expected none`);
      path.push(maker);
    }
  }
  return sorted;
};

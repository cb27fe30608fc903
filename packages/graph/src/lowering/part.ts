import type { Attribute, GraphNode } from '../graph.js';

/** One of the operations that another one stands for, whose name, type and layer it has. */
export type Part = Pick<GraphNode, 'operation' | 'inputs' | 'outputs' | 'attributes'>;

/** Writes down the parts that an operation stands for, one after the other. */
export interface PartWriter {
  /** The parts so far. */
  readonly parts: readonly Part[];
  /** Adds a part, and gives its only output. */
  readonly op: (
    operation: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, Attribute>>,
  ) => string;
  /** A list of whole numbers. */
  readonly wholes: (values: readonly number[]) => string;
  /** One number. */
  readonly number: (value: number) => string;
  /** Places from one to before another of an axis, each or every second one and so on. */
  readonly between: (x: string, axis: number, from: number, to: number, step?: number) => string;
  /** Gives an output of the operation a value; nothing where the operation has no such output. */
  readonly give: (index: number, value: string) => void;
}

/**
 * A writer of parts.
 *
 * @param node - the operation that they stand for
 */
export const partWriter = (node: GraphNode): PartWriter => {
  const parts: Part[] = [];
  const stem = node.outputs.find((name) => name !== '')!;
  const op: PartWriter['op'] = (operation, inputs, attributes = {}) => {
    const name = `${stem}/${parts.length}`;
    parts.push({ operation, inputs, outputs: [name], attributes });
    return name;
  };
  return {
    parts,
    op,
    wholes: (values) => op('Constant', [], { value_ints: values }),
    number: (value) => op('Constant', [], { value_float: value }),
    between: (x, axis, from, to, step = 1) =>
      op('Slice', [x], { starts: [from], ends: [to], axes: [axis], steps: [step] }),
    give: (index, value) => {
      const name = node.outputs[index] ?? '';
      if (name !== '') parts.push({ operation: 'Identity', inputs: [value], outputs: [name], attributes: {} });
    },
  };
};

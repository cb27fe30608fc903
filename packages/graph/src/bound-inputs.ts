import { InterpError, shownValue } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import type { Graph, GraphInput } from './graph.js';

type Shapes = Readonly<Record<string, readonly (number | null)[]>>;

const listed = (numbers: readonly number[]): string =>
  numbers.length > 1 ? `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}` : String(numbers[0]);

/** The most values of one input: those of 1 GiB of float32. */
const mostValues = 2 ** 28;

const bound = (input: GraphInput, given: readonly (number | null)[] | undefined): GraphInput => {
  const { name, shape } = input;
  const fits = given === undefined || (given.length === shape.length && shape.every((size, i) => size === null || i === 0 || given[i] === null || given[i] === size)); // prettier-ignore
  if (!fits)
    throw new InterpError('bad-option', `shapes gives the input ${shownValue(name)} the shape [${given.join(', ')}]; expected one that fits [${shape.map((size) => size ?? 'any').join(', ')}]`); // prettier-ignore
  const sizes = shape.map((size, i) => size ?? given?.[i] ?? null);
  const open = sizes.flatMap((size, i) => (size === null && i > 0 ? [i] : []));
  if (sizeOfShape(sizes.map((size) => size ?? 1)) > mostValues)
    throw new InterpError('bad-option', `the input ${shownValue(name)} has the shape [${sizes.map((size) => size ?? 'any').join(', ')}]; expected at most 2^28 values`); // prettier-ignore
  if (open.length === 0) return { ...input, shape: sizes };
  const example = sizes.map((size, i) => (size === null ? (i === 0 ? 'null' : '…') : size));
  throw new InterpError(
    'bad-option',
    `the input ${shownValue(name)} leaves its ${open.length > 1 ? 'axes' : 'axis'} ${listed(open)} open; pass shapes: { ${shownValue(name)}: [${example.join(', ')}] } with numbers there`,
  );
};

/**
 * A graph's inputs with all sizes known but the first, the number of images.
 *
 * @param graph - the graph
 * @param shapes - shapes by name, for what the graph leaves open
 * @returns the inputs
 * @throws InterpError `bad-option` for a shape that does not fit, for a name that is no input, and where a size stays open
 */
export const boundInputs = ({ inputs }: Graph, shapes: Shapes = {}): readonly GraphInput[] => {
  const unknown = Object.keys(shapes).find((name) => inputs.every((input) => input.name !== name));
  if (unknown !== undefined)
    throw new InterpError('bad-option', `shapes names the input ${shownValue(unknown)}; expected some of ${inputs.map(({ name }) => name).slice(0, 8).join(', ')}`); // prettier-ignore
  return inputs.map((input) => bound(input, Object.hasOwn(shapes, input.name) ? shapes[input.name] : undefined));
};

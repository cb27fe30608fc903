import { sizeOfShape } from '@interp/core/internal';
import { attributesOf } from '../attributes.js';
import type { GraphNode } from '../graph.js';
import { type Part, type PartWriter, partWriter } from './part.js';
import type { OpenShape } from './value.js';

/** A value with a letter for each axis. */
interface Term {
  readonly name: string;
  readonly letters: readonly string[];
  readonly shape: OpenShape;
}

/** Letters for the axes that an ellipsis stands for, the last one first. */
const DOTS = Array.from('αβγδεζηθ');

const lettersOf = (text: string, rank: number): string[] => {
  const [before, after] = text.split('...');
  if (after === undefined) return Array.from(text);
  const many = rank - before.length - after.length;
  const dots = DOTS.slice(0, Math.max(0, many)).toReversed();
  return [...Array.from(before), ...dots, ...Array.from(after)];
};

const times = (sizes: OpenShape): number => (sizes.includes(null) ? -1 : sizeOfShape(sizes as number[]));

/** The node's own operation on its terms, written out. */
class Contraction {
  readonly #op: PartWriter['op'];

  constructor({ op }: PartWriter) {
    this.#op = op;
  }

  /** A term with its axes in another order. */
  ordered(term: Term, letters: readonly string[]): Term {
    const order = letters.map((letter) => term.letters.indexOf(letter));
    if (order.every((axis, i) => axis === i)) return term;
    const name = this.#op('Transpose', [term.name], { perm: order });
    return { name, letters, shape: order.map((axis) => term.shape[axis]) };
  }

  /** A term without the axes that nothing else has, summed over. */
  reduced(term: Term, kept: ReadonlySet<string>): Term {
    const over = term.letters.flatMap((letter, axis) => (kept.has(letter) ? [] : [axis]));
    if (over.length === 0) return term;
    const name = this.#op('ReduceSum', [term.name], { axes: over, keepdims: 0 });
    const stays = (_: unknown, axis: number): boolean => !over.includes(axis);
    return { name, letters: term.letters.filter(stays), shape: term.shape.filter(stays) };
  }

  /** Axes put together as groups; groups that come first alone stay as they are. */
  grouped(term: Term, alone: readonly string[], groups: readonly (readonly string[])[]): string {
    const { name, shape } = this.ordered(term, [...alone, ...groups.flat()]);
    const sizes = groups.map((group, i) => {
      const from = alone.length + groups.slice(0, i).flat().length;
      return times(shape.slice(from, from + group.length));
    });
    if (groups.every((group) => group.length === 1)) return name;
    return this.#op('Reshape', [name], { shape: [...alone.map(() => 0), ...sizes] });
  }

  /** The product of two terms, summed over what only they have. */
  product(a: Term, b: Term, kept: ReadonlySet<string>): Term {
    const [left, right] = [new Set(a.letters), new Set(b.letters)];
    const x = this.reduced(a, new Set([...kept, ...right]));
    const y = this.reduced(b, new Set([...kept, ...left]));
    const sizeOf = new Map([...x.letters.map((one, i) => [one, x.shape[i]] as const), ...y.letters.map((one, i) => [one, y.shape[i]] as const)]); // prettier-ignore
    const both = x.letters.filter((letter) => y.letters.includes(letter));
    const [batch, summed] = [both.filter((one) => kept.has(one)), both.filter((one) => !kept.has(one))];
    const [rows, columns] = [x, y].map(({ letters }) => letters.filter((one) => !both.includes(one)));
    // What has the number of images stays an axis of its own before a stack of matrices, which has it once.
    if (batch.length > 0 && columns.some((one) => sizeOf.get(one) === null)) return this.product(b, a, kept);
    const isImages = (letter: string): boolean => batch.length > 0 && sizeOf.get(letter) === null;
    const ahead = rows.find(isImages);
    if (ahead !== undefined) return this.#overStack(x, y, ahead, batch, summed, sizeOf);
    const letters = [...batch, ...rows, ...columns];
    const shape = letters.map((letter) => sizeOf.get(letter)!);
    const product = this.#op('MatMul', [this.grouped(x, batch, [rows, summed]), this.grouped(y, batch, [summed, columns])]); // prettier-ignore
    if (rows.length === 1 && columns.length === 1) return { name: product, letters, shape };
    const target = [...batch.map(() => 0), ...[...rows, ...columns].map((letter) => sizeOf.get(letter) ?? -1)];
    return { name: this.#op('Reshape', [product], { shape: target }), letters, shape };
  }

  /** Products of matrices of each image, and a stack of matrices for all. */
  #overStack(x: Term, y: Term, images: string, batch: readonly string[], summed: readonly string[], sizeOf: ReadonlyMap<string, number | null>): Term {
    const [rows, columns] = [x, y].map(({ letters }) => letters.filter((one) => one !== images && !batch.includes(one) && !summed.includes(one)));
    const left = this.grouped(x, [images, ...batch], [rows, summed]);
    const stack = this.#op('Unsqueeze', [this.grouped(y, batch, [summed, columns])], { axes: [0] });
    const name = this.#op('MatMul', [left, stack]);
    const letters = [images, ...batch, ...rows, ...columns];
    const shape = letters.map((letter) => sizeOf.get(letter) ?? null);
    if (rows.length === 1 && columns.length === 1) return { name, letters, shape };
    const target = [0, ...batch.map(() => 0), ...[...rows, ...columns].map((letter) => sizeOf.get(letter)!)];
    return { name: this.#op('Reshape', [name], { shape: target }), letters, shape };
  } // prettier-ignore
}

/**
 * The operations that a product in the notation of Einstein stands for: transposes, reshapes, matrix products and sums.
 *
 * @param node - the node
 * @param shapes - the logical shapes of its inputs
 * @returns parts, the last of which gives the output of the node
 * @throws InterpError `unsupported-layer` where the equation does not go with the inputs, or takes a diagonal
 */
export const expandedEinsum = (node: GraphNode, shapes: readonly OpenShape[]): readonly Part[] => {
  const at = attributesOf(node);
  const equation = at.text('equation', '').replace(/\s+/g, '');
  const [left, right] = equation.split('->');
  const texts = left.split(',');
  const terms = texts.map((text, i): Term => ({ name: node.inputs[i] ?? '', letters: lettersOf(text, shapes[i]?.length ?? 0), shape: shapes[i] ?? [] })); // prettier-ignore
  const all = terms.flatMap(({ letters }) => letters);
  const single = [...new Set(all)].filter((one) => all.indexOf(one) === all.lastIndexOf(one) && !DOTS.includes(one));
  const dots = DOTS.filter((letter) => all.includes(letter)).reverse();
  const output = right === undefined ? [...dots, ...single.sort()] : lettersOf(right, right.replace('...', '').length + dots.length); // prettier-ignore
  const isWrong = texts.length !== node.inputs.length || terms.some(({ letters, shape }) => letters.length !== shape.length || new Set(letters).size !== letters.length) || output.some((letter) => !all.includes(letter)); // prettier-ignore
  if (isWrong) throw at.refusal(`has the equation ${JSON.stringify(equation).slice(0, 60)} for inputs of ${shapes.map((shape) => shape.length).join(', ')} axes; expected a letter for each axis, none twice in an input`); // prettier-ignore
  const writer = partWriter(node);
  const work = new Contraction(writer);
  let result = terms[0];
  terms.slice(1).forEach((term, i) => {
    const later = terms.slice(i + 2).flatMap(({ letters }) => letters);
    result = work.product(result, term, new Set([...output, ...later]));
  });
  const last = work.ordered(work.reduced(result, new Set(output)), output);
  writer.give(0, last.name);
  return writer.parts;
};

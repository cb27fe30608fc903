import { sizeOfShape } from '@interp/core/internal';
import type { GraphProto } from '../file/messages.js';
import { chain, stack } from '../operators/translation.js';
import { type Constant, type GraphBuilder, type OnnxNode, refuse } from './graph-builder.js';
import type { Scope } from './scope.js';

/** What loops and branches need to build what is in them. */
export interface Bodies {
  /** The graph as far as it is built. */
  readonly builder: GraphBuilder;
  /** A constant equal to a value, where that follows from shapes and constants alone. */
  readonly known: (value: string) => Constant | undefined;
  /**
   * Adds the operations of a body.
   *
   * @param node - the loop or condition
   * @param body - the body
   * @param scope - where it stands
   * @param given - what its inputs are called outside
   * @returns what its outputs are called in the whole graph
   */
  readonly add: (node: OnnxNode, body: GraphProto, scope: Scope, given: readonly string[]) => readonly string[];
  /** Gives a value the name of an output. */
  readonly passOn: (node: OnnxNode, from: string, to: string) => void;
}

/** The most rounds of a loop. */
const mostRounds = 4096;
/** The most numbers of a value that is followed from round to round. */
const mostFollowed = 64;

/** The only number of a value; undefined where it depends on what is given, or where there are several. */
const numberOf = ({ known }: Bodies, value: string): number | undefined => {
  const constant = known(value);
  if (!constant || sizeOfShape(constant.shape) !== 1) return undefined;
  const values = constant.values();
  return typeof values === 'number' ? values : values[0];
};

const bodyOf = (node: OnnxNode, name: string): GraphProto =>
  node.attributes.graph(name) ?? refuse(node, `lacks its ${name}; the file is corrupt`);

/** Whether a condition holds; undefined where that depends on what is given. */
const holds = (bodies: Bodies, condition: string): boolean | undefined => {
  if (condition === '') return true;
  const number = numberOf(bodies, condition);
  return number === undefined ? undefined : number !== 0;
};

/** Values by a condition that is computed: both branches run, and one of their values is taken. */
const chosen = (node: OnnxNode, { builder }: Bodies, branches: readonly (readonly string[])[]): void => {
  const [yes, no] = branches;
  node.outputs.forEach((output, i) => {
    if (output === '') return;
    const values = [yes[i], no[i]];
    const [rank, other] = values.map(builder.rankOf);
    const areApart = rank !== undefined && other !== undefined && rank !== other;
    if (values.some(builder.sequenceOf) || areApart)
      refuse(
        node,
        'has a condition that is computed, and gives lists or values of different shapes; expected a condition that is known when the model is loaded',
      );
    const { op, ints } = chain(node, builder);
    const [given] = node.inputs;
    const axes = rank ?? other;
    const condition = axes === undefined ? given : op('Reshape', [given, ints('axes', Array<number>(axes).fill(1))]);
    builder.emit(node, {
      operation: 'Where',
      inputs: [condition, ...values],
      outputs: [output],
      attributes: { alike: 1 },
    });
  });
};

/** The branch of a condition that is known when the graph is built, or both. */
export const branched = (node: OnnxNode, scope: Scope, bodies: Bodies): void => {
  const isTrue = holds(bodies, node.inputs[0]);
  const [yes, no] = [bodyOf(node, 'then_branch'), bodyOf(node, 'else_branch')];
  const add = (branch: GraphProto): readonly string[] => bodies.add(node, branch, scope, []);
  if (isTrue === undefined) return chosen(node, bodies, [add(yes), add(no)]);
  add(isTrue ? yes : no).forEach((name, i) => bodies.passOn(node, name, node.outputs[i] ?? ''));
};

/** Values that are the same for all inputs become constants, so that conditions on them stay known. */
const followed = (node: OnnxNode, { builder, known }: Bodies, value: string): string => {
  if (builder.constantOf(value) || builder.sequenceOf(value) || (builder.rankOf(value) ?? 2) > 1) return value;
  const constant = known(value);
  if (!constant || sizeOfShape(constant.shape) > mostFollowed) return value;
  const name = builder.value(node, 'known');
  builder.define(name, constant);
  return name;
};

/** Gives an output the values of all rounds, along a new axis. */
const giveAll = (
  node: OnnxNode,
  builder: GraphBuilder,
  values: readonly string[],
  axis: number,
  output: string,
): void => {
  if (output === '') return;
  if (values.length === 0) refuse(node, 'goes no round, and gives the values of all; expected one round or more');
  stack(node, builder, values, axis, output);
};

/** A loop, round by round; its number of rounds, or the condition to go on, is known when the graph is built. */
export const looped = (node: OnnxNode, scope: Scope, bodies: Bodies): void => {
  const { builder } = bodies;
  const [count = '', first = '', ...initial] = node.inputs;
  const body = bodyOf(node, 'body');
  const most =
    (count === '' ? Infinity : numberOf(bodies, count)) ??
    refuse(node, 'goes as many rounds as values say; expected a number that is known when the model is loaded');
  let carried: readonly string[] = initial;
  let condition = first === '' ? builder.constant(node, 'go on', 1) : first;
  const rounds: (readonly string[])[] = [];
  for (let i = 0; i < most; i++) {
    const goesOn =
      holds(bodies, condition) ??
      refuse(node, 'goes on as long as values say; expected a number of rounds that is known when the model is loaded');
    if (!goesOn) break;
    if (i >= mostRounds) refuse(node, `goes more than ${mostRounds} rounds; expected fewer`);
    const made = bodies.add(node, body, scope, [builder.constant(node, 'round', i), condition, ...carried]);
    condition = followed(node, bodies, made[0]);
    carried = made.slice(1, 1 + initial.length).map((value) => followed(node, bodies, value));
    rounds.push(made.slice(1 + initial.length));
  }
  carried.forEach((value, i) => bodies.passOn(node, value, node.outputs[i] ?? ''));
  node.outputs.slice(initial.length).forEach((output, i) => {
    const all = rounds.map((values) => values[i]);
    giveAll(node, builder, all, 0, output);
  });
};

/** The number of places along an axis, which has to be known when the graph is built. */
const lengthAlong = (node: OnnxNode, bodies: Bodies, x: string, axis: number): number => {
  const { builder } = bodies;
  const size = builder.shapeOf(x)?.at(axis);
  if (typeof size === 'number') return size;
  const attributes = { start: axis, ...(axis !== -1 && { end: axis + 1 }) };
  return (
    numberOf(bodies, chain(node, builder).op('Shape', [x], attributes)) ??
    refuse(node, 'goes over places whose number is not known when the model is loaded')
  );
};

/** A loop over the places of values, round by round. */
export const scanned = (node: OnnxNode, scope: Scope, bodies: Bodies): void => {
  if (node.version < 9) refuse(node, 'of an opset before 9 is not supported; export the model with a newer opset');
  const { builder } = bodies;
  const { attributes } = node;
  const body = bodyOf(node, 'body');
  const scans = attributes.number('num_scan_inputs') ?? refuse(node, 'does not say its inputs; the file is corrupt');
  const states = node.inputs.length - scans;
  const list = (name: string, i: number): number => attributes.numbers(name)?.[i] ?? 0;
  const given = node.inputs.slice(states);
  const length = Math.min(...given.map((x, i) => lengthAlong(node, bodies, x, list('scan_input_axes', i))));
  if (!(length <= mostRounds)) refuse(node, `goes over ${length} places; expected at most ${mostRounds}`);
  let carried: readonly string[] = node.inputs.slice(0, states);
  const rounds: (readonly string[])[] = [];
  const { op, ints } = chain(node, builder);
  for (let i = 0; i < length; i++) {
    const here = given.map((x, k) => {
      const place = list('scan_input_directions', k) === 1 ? length - 1 - i : i;
      return op('Gather', [x, ints('place', place)], { axis: list('scan_input_axes', k) });
    });
    const made = bodies.add(node, body, scope, [...carried, ...here]);
    carried = made.slice(0, states);
    rounds.push(made.slice(states));
  }
  carried.forEach((value, i) => bodies.passOn(node, value, node.outputs[i] ?? ''));
  node.outputs.slice(states).forEach((output, i) => {
    const all = rounds.map((values) => values[i]);
    const isBack = list('scan_output_directions', i) === 1;
    giveAll(node, builder, isBack ? all.reverse() : all, list('scan_output_axes', i), output);
  });
};

import {
  checkedBy,
  checkList,
  checkObject,
  InterpError,
  isInterpError,
  isTensor,
  optionsTable,
  plainText,
  shownNames,
  shownValue,
} from '@interp/checks';
import { type Network, networkOf } from '@interp/core';
import {
  asFloat,
  checkLayers,
  inputsLast,
  networkOfPart,
  outputsOf,
  reshaping,
  runSteps,
  sizeOfShape,
  type Operator,
  type Step,
  type Values,
} from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Options of {@link joinInputs}. */
export interface JoinInputsOptions {
  /** The inputs that are explained, by their names. The others are bound to what is given. Default all that are no whole numbers, and what tables have for those that are. */
  readonly explain?: readonly string[];
}

/** Checks of {@link JoinInputsOptions}. */
const joinInputsOptions = optionsTable<JoinInputsOptions>()({
  explain: checkedBy<readonly string[]>((name, value) => {
    checkList(name, value);
  }),
});

/** A network of several inputs as one of a single one, for given examples. */
export interface JoinedInputs {
  /** Takes the explained inputs as one: as it is where there is one, else side by side, `[n, numbers]`. Any number of examples, but where `inputs` gave several of a bound one. */
  readonly network: Network;
  /** The examples as the network takes them; the caller's. */
  readonly x: tf.Tensor;
  /**
   * Takes apart what is of the shape of `x`, relevance or a changed input say.
   *
   * @param whole - `[n, ...]`, any n; borrowed
   * @returns a tensor for each explained input by its name, `[n, ...]` with channels last; of whole numbers that a table is asked for `[n, ...numbers,
   *   ...row]`. They belong to the caller
   */
  split(whole: tf.Tensor): Record<string, tf.Tensor>;
}

/** A value that is explained. */
interface Live {
  /** What it is called. */
  readonly name: string;
  /** Its name among the values of the steps. */
  readonly value: string;
  /** Its shape without the batch. */
  readonly shape: readonly number[];
}

/** A step that gives what a value was bound to, whatever it takes. As a bias it takes part of relevance, and has no derivative. */
const bound = (name: string, value: tf.Tensor): Operator => {
  const [n, ...shape] = value.shape;
  const [numbers, dtype] = [value.dataSync().slice(), value.dtype as 'float32'];
  const read = (): tf.Tensor => tf.tensor(numbers, [n, ...shape], dtype);
  const none = (_: tf.Tensor, { inputShape }: { readonly inputShape: readonly number[] }): tf.Tensor =>
    tf.zeros([...inputShape]);
  const forward = ([x]: readonly tf.Tensor[]): readonly tf.Tensor[] => {
    const [batch] = x.shape;
    if (n !== 1 && n !== batch)
      throw new InterpError('bad-shape', `${shownValue(name)} is bound to ${n} examples, and the batch has ${batch}; expected as many; bind it to one example to take any number`); // prettier-ignore
    return [n === batch ? read() : tf.tile(read(), [batch, ...shape.map(() => 1)])];
  };
  const bias = { key: `bound ${name}`, read, sources: () => [] };
  return { kind: 'function', forward, vjp: none, signal: none, bias };
};

/** A step that takes one of several values that lie side by side. */
const cut = ({ shape }: Live, from: number, total: number): Operator => {
  const size = sizeOfShape(shape);
  const [before, after] = [from, total - from - size];
  const apart = reshaping(
    (x) => tf.reshape(tf.slice(x, [0, from], [-1, size]), [x.shape[0], ...shape]),
    (y, [n]) =>
      tf.pad(tf.reshape(y, [n, size]), [
        [0, 0],
        [before, after],
      ]),
  );
  return { ...apart, copies: 'some' };
};

/** The batches that inputs are given, in their order, each of one example or of as many as the others. */
const examplesOf = (inputs: Network['inputs'], given: Readonly<Record<string, tf.Tensor>>): readonly tf.Tensor[] => {
  checkObject('inputs', given);
  const names = inputs.map(({ name }) => name);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new InterpError('bad-option', `inputs names ${shownValue(unknown)}; expected ${shownNames(names)}`);
  const most = Math.max(1, ...names.map((name) => (isTensor(given[name]) ? (given[name].shape[0] ?? 1) : 1)));
  return inputs.map(({ name, shape }) => {
    if (shape.length === 0) throw new InterpError('unsupported-model', `the input ${shownValue(name)} is one number for all examples, which is not supported here; make it a constant where the model is exported`); // prettier-ignore
    const x: unknown = Object.hasOwn(given, name) ? given[name] : undefined;
    const wanted = `[n, ${shape.slice(1).map((size) => size ?? 'any').join(', ')}]`; // prettier-ignore
    if (!isTensor(x)) throw new InterpError('bad-shape', `the input ${shownValue(name)} is not given; expected a tensor ${wanted}`); // prettier-ignore
    if (x.isDisposed) throw new InterpError('bad-value', `the input ${shownValue(name)} was disposed of; expected a live tensor`); // prettier-ignore
    if (x.rank !== shape.length || x.shape.some((size, i) => (i === 0 ? size !== 1 && size !== most : (shape[i] ?? size) !== size))) // prettier-ignore
      throw new InterpError('bad-shape', `the input ${shownValue(name)} has the shape [${x.shape.join(', ')}]; expected ${wanted} of ${most === 1 ? '1 example' : `1 or ${most} examples`}`); // prettier-ignore
    return x;
  });
};

/** Whether a table is asked for an input's numbers. */
export const isLookedUp = ({ lowered }: Network, name: string): boolean =>
  lowered.steps.some(({ operator, inputs: [taken] }) => operator.isTable && taken === name);

/** Whether an input of a network holds whole numbers, as those of tokens, so that it is left alone. */
export const holdsWholeNumbers = (network: Network, { name, dtype }: Network['inputs'][number]): boolean =>
  dtype !== 'float32' || isLookedUp(network, name);

/** A product of which some factors are only numbers, as those of a mask: a linear map of the others, which all relevance goes to. */
const weighing = (operator: Operator, places: readonly number[]): Operator => {
  const { merge, vjp } = operator;
  const signal: Operator['signal'] = (dy, seen) => {
    const parts = merge!.split(vjp!(dy, seen), []);
    return merge!.join(parts.map((part, i) => (places.includes(i) ? tf.zerosLike(part) : part)));
  };
  return { ...operator, kind: 'function', signal };
};

/** Runs a step that depends on bound values alone; what TensorFlow.js' kernels throw of them, such as of a word that a table has not, is said of the step. */
const runBound = (step: Step, values: Values): void => {
  try {
    runSteps([step], values);
  } catch (cause) {
    if (isInterpError(cause) || !(cause instanceof Error)) throw cause;
    throw new InterpError('bad-value', `what is given does not go with the layer ${shownValue(step.layer.name)}: ${plainText(cause.message, 120)}; expected values that it takes`, { cause }); // prettier-ignore
  }
};

/** Divides steps into those that are known once values are bound, which are run, and the others. */
const dividedSteps = (
  steps: readonly Step[],
  values: Values,
  isOnlyNumbers: (input: string) => boolean,
  explains: (inputs: readonly string[]) => boolean,
) => {
  const from = new Map([...values.keys()].map((name) => [name, [name] as readonly string[]]));
  const [live, open]: [{ name: string; value: string }[], Step[]] = [[], []];
  for (const step of steps) {
    if (!step.inputs.every((name) => from.has(name))) {
      const numbers = step.inputs.flatMap((name, i) => (from.get(name)?.every(isOnlyNumbers) ? [i] : []));
      const isWeighing = step.operator.kind === 'product' && numbers.length > 0;
      open.push(isWeighing ? { ...step, operator: weighing(step.operator, numbers) } : step);
    } else {
      runBound(step, values);
      const sources = [...new Set(step.inputs.flatMap((name) => from.get(name)!))];
      if (step.operator.isTable && explains(sources)) {
        const isOwn = sources.length === 1 && live.every(({ name }) => name !== sources[0]);
        live.push({ name: isOwn ? sources[0] : step.layer.name, value: step.outputs[0] });
      } else for (const name of step.outputs) from.set(name, sources);
    }
  }
  return { live, open, known: new Set(from.keys()) };
};

/**
 * A network of several inputs as one of a single input, for given examples, so that every method explains all of them at once: gradients, relevance,
 * whose sum over all inputs is the score, attacks. What is not explained is bound: it keeps its values, and what depends on it alone is computed once.
 * Whole numbers, as those of tokens, are left alone: explained is what the network's tables have for each of them.
 *
 * @param source - the network, or a built `tf.LayersModel`; borrowed
 * @param inputs - a batch for each input by name, one example or as many as the others, channels last; borrowed
 * @param options - which are explained
 * @returns the network of one input, the examples as it takes them, and how to take its input apart
 * @throws InterpError `bad-shape` for an input that is missing or of another shape, `unsupported-model` for one that has no axis of examples, `bad-option` for names that it has not, and where nothing is left to
 *   be explained; `unsupported-layer` for a `tf.LayersModel` with a layer that is computed otherwise here than by `model.predict`
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { input, layers, model } from '@tensorflow/tfjs-layers';
 * import { classifier } from '@interp/core';
 * import { joinInputs } from '@interp/targets';
 *
 * const [a, b] = [input({ shape: [3], name: 'a' }), input({ shape: [2], name: 'b' })];
 * const sum = layers.concatenate().apply([a, b]) as typeof a;
 * const net = model({ inputs: [a, b], outputs: layers.dense({ units: 2 }).apply(sum) as typeof a });
 * const { network, x, split } = joinInputs(net, { a: tf.ones([1, 3]), b: tf.ones([1, 2]) });
 * const { gradient } = classifier(network).gradient(x, (logits) => tf.onesLike(logits));
 * console.log(x.shape, split(gradient).a.shape, split(gradient).b.shape); // [ 1, 5 ] [ 1, 3 ] [ 1, 2 ]
 * ```
 */
export const joinInputs = (
  source: LayersModel | Network,
  inputs: Readonly<Record<string, tf.Tensor>>,
  options: JoinInputsOptions = {},
): JoinedInputs => {
  const { explain } = joinInputsOptions.withDefaults(options);
  const network = networkOf(source);
  const { lowered } = network;
  const all = inputsLast(network);
  const examples = examplesOf(all, inputs);
  const unknown = explain?.find((name) => !all.some((input) => input.name === name));
  if (unknown !== undefined)
    throw new InterpError('bad-option', `explain names ${shownValue(unknown)}; expected some of ${shownNames(all.map(({ name }) => name))}`); // prettier-ignore
  checkLayers(network, () => examples.map((x) => tf.slice(x, 0, 1)));
  const isLive = all.map((one) => !holdsWholeNumbers(network, one) && (explain?.includes(one.name) ?? true));
  let found!: { live: Live[]; steps: Step[] };
  const x = tf.tidy(() => {
    const values: Values = new Map(all.flatMap(({ name }, i) => (isLive[i] ? [] : [[name, asFloat(examples[i])]])));
    const {
      live: tables,
      open,
      known,
    } = dividedSteps(
      lowered.steps,
      values,
      (name) =>
        !isLookedUp(network, name) &&
        holdsWholeNumbers(
          network,
          all.find((one) => one.name === name)!,
        ),
      (names) => explain === undefined || names.some((name) => explain.includes(name)),
    );
    const own = all.flatMap(({ name }, i) => (isLive[i] ? [{ name, value: name, given: examples[i] }] : []));
    const explained = [...own, ...tables.map((table) => ({ ...table, given: values.get(table.value)! }))];
    if (explained.length === 0)
      throw new InterpError('bad-option', `none of ${shownNames(all.map(({ name }) => name))} is explained; expected one or more`); // prettier-ignore
    const live = explained.map(({ name, value, given }): Live => ({ name, value, shape: given.shape.slice(1) }));
    const total = live.reduce((sum, { shape }) => sum + sizeOfShape(shape), 0);
    const input = live.length === 1 ? live[0].value : 'joined inputs';
    let from = 0;
    const cuts = live.map((one): Step => {
      const operator = cut(one, from, total);
      from += sizeOfShape(one.shape);
      return { operator, inputs: [input], outputs: [one.value], layer: { name: one.name, type: 'Input' } };
    });
    const taken = new Set([...open.flatMap((step) => step.inputs), ...lowered.outputs.map(lowered.valueOf)]);
    const constants = [...values].flatMap(([name, value]): Step[] => known.has(name) && taken.has(name) ? [{ operator: bound(name, value), inputs: [input], outputs: [name], layer: { name, type: 'Constant' } }] : []); // prettier-ignore
    const n = Math.max(...examples.map(({ shape }) => shape[0]));
    const whole = explained.map(({ given }) => {
      const flat = live.length === 1 ? given : tf.reshape(given, [given.shape[0], -1]);
      return given.shape[0] === n ? flat : tf.tile(flat, [n, ...flat.shape.slice(1).map(() => 1)]);
    });
    found = { live, steps: [...(live.length === 1 ? [] : cuts), ...constants, ...open] };
    return tf.clone(asFloat(live.length === 1 ? whole[0] : tf.concat(whole, 1)));
  });
  const { live, steps } = found;
  const { shape } = x;
  const made = networkOfPart(network, {
    inputs: [
      { name: live.length === 1 ? live[0].value : 'joined inputs', shape: [null, ...shape.slice(1)], dtype: 'float32' },
    ],
    steps,
    outputs: outputsOf(network),
  });
  const split = (whole: tf.Tensor): Record<string, tf.Tensor> => {
    if (whole.shape.slice(1).join() !== shape.slice(1).join())
      throw new InterpError('bad-shape', `what is split has the shape [${whole.shape.join(', ')}]; expected [n, ${shape.slice(1).join(', ')}]`); // prettier-ignore
    const sizes = live.map((one) => sizeOfShape(one.shape));
    const flat = tf.tidy(() => tf.split(tf.reshape(whole, [whole.shape[0], -1]), sizes, 1).map((part, i) => tf.reshape(part, [whole.shape[0], ...live[i].shape]))); // prettier-ignore
    return Object.fromEntries(flat.map((part, i) => [live[i].name, part]));
  };
  return { network: made, x, split };
};

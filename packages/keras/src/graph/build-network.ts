import type * as tf from '@tensorflow/tfjs-core';
import { InterpError, isInterpError, plainText, shownName } from '@interp/checks';
import type { Network } from '@interp/core';
import { type Graph, type GraphInput, graphNetwork, type GraphNode, parametersOf } from '@interp/graph';
import type { Argument, Call, LayerSpec, ModelSpec } from '../config/model-spec.js';
import type { LayerWeights } from '../weights/layer-weights.js';
import { functionNodes, tensorflowFunctions } from './functions.js';
import { layerClasses } from './layer-classes.js';
import { type LayerNodes, LayerSite, type Operand, refuseLayer, type Value } from './layer-site.js';

const damaged = (what: string): InterpError =>
  new InterpError('bad-file', `the model's configuration ${what}; expected that of a model of Keras; save it again`);

const own = <Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** How a layer becomes operations, or a function between layers. */
const nodesOf = (spec: LayerSpec): LayerNodes => {
  const { type, config } = spec;
  if (type === 'TFOpLambda') {
    const name = String(config['function']);
    const found = own(tensorflowFunctions, name);
    if (found) return found;
    throw refuseLayer(spec, `is the function ${plainText(name, 40)} of TensorFlow, which is not supported`);
  }
  // A function of Keras and a layer may be of the same class; the options of the function say nothing of a layer.
  const isFunction = spec.isFunction || !('dtype' in config || 'trainable' in config);
  // What has the options of a layer and is of no class of layers is a function that says its type.
  const asFunction = own(functionNodes, type);
  const found = (isFunction ? asFunction : undefined) ?? (spec.isFunction ? undefined : own(layerClasses, type)) ?? asFunction; // prettier-ignore
  if (found) return found;
  throw refuseLayer(
    spec,
    type === 'Lambda'
      ? 'holds Python, which is not run; build the model of layers that say what they compute'
      : 'is not supported; build the model of other layers, or convert it to ONNX',
  );
};

class GraphMaker {
  readonly nodes: GraphNode[] = [];
  readonly constants = new Map<string, tf.Tensor>();
  readonly inputs: GraphInput[] = [];
  readonly #weights: LayerWeights;
  readonly #size: readonly [width: number, height: number] | undefined;
  readonly #used = new Map<LayerSpec, Set<number>>();
  readonly #uses = new Map<string, number>();

  constructor(weights: LayerWeights, size: readonly [width: number, height: number] | undefined) {
    this.#weights = weights;
    this.#size = size;
  }

  /** The operations of a model, given the values of its inputs; nothing for the outermost, whose input layers are those of the graph. */
  model(model: ModelSpec, path: string, given?: readonly Operand[]): readonly Value[] {
    return model.type === 'Sequential' ? [this.#sequential(model, path, given)] : this.#functional(model, path, given);
  }

  #sequential({ layers, name }: ModelSpec, path: string, given?: readonly Operand[]): Value {
    let value = given?.[0];
    for (const layer of layers) {
      if (layer.type === 'InputLayer') value ??= this.#input(layer);
      else {
        value ??= this.#input({ ...layer, name: `${layer.name}_input` });
        [value] = this.#apply(layer, path, [value], {});
      }
    }
    if (value && 'name' in value) return value;
    throw damaged(`has a model ${shownName(name)} without layers`);
  }

  #functional(model: ModelSpec, path: string, taken?: readonly Operand[]): readonly Value[] {
    const byName = new Map(model.layers.map((layer) => [layer.name, layer]));
    const values = new Map<string, readonly Operand[]>();
    const key = (layer: string, call: number): string => `${call} ${layer}`;
    model.inputs.forEach(({ layer }, i) => {
      const spec = byName.get(layer);
      if (!spec || spec.type !== 'InputLayer') throw damaged(`has an input ${shownName(layer)} that is no input layer`);
      values.set(key(layer, 0), [taken?.[i] ?? this.#input(spec)]);
    });
    const find = (argument: Argument, by: string): Operand | undefined => {
      if (!('layer' in argument)) return argument;
      const made = values.get(key(argument.layer, argument.call));
      if (!made) return undefined;
      const value = made[argument.tensor];
      if (value) return value;
      throw damaged(`asks in its layer ${shownName(by)} for an output that ${shownName(argument.layer)} does not have`);
    };
    const given = (argument: Argument, by: string): Operand => {
      const value = find(argument, by);
      if (value) return value;
      throw damaged(`has a layer ${shownName(by)} that takes what no layer gives`);
    };
    const make = (spec: LayerSpec, call: Call): readonly Operand[] => {
      const inputs = call.inputs.map((argument) => given(argument, spec.name));
      const named = Object.entries(call.named).map(([name, argument]) => [name, given(argument, spec.name)] as const);
      return this.#apply(spec, path, inputs, Object.fromEntries(named));
    };
    for (const { spec, call, index } of sorted(model)) values.set(key(spec.name, index), make(spec, call));
    return model.outputs.map((reference) => {
      const value = find(reference, reference.layer);
      if (value && 'name' in value) return value;
      throw damaged(`gives what its layer ${shownName(reference.layer)} does not`);
    });
  }

  #input({ name, config }: LayerSpec): Value {
    const shape = config['batch_input_shape'];
    const isShape = Array.isArray(shape) && shape.every((n) => n === null || (Number.isInteger(n) && Number(n) > 0));
    if (!isShape || shape.length === 0) throw damaged(`has an input ${shownName(name)} without a shape`);
    const { dtype } = config;
    this.inputs.push({
      name,
      shape: this.#sized([null, ...(shape.slice(1) as (number | null)[])]),
      dtype: typeof dtype === 'string' && /^u?int/.test(dtype) ? 'int32' : 'float32',
    });
    return { name, rank: shape.length };
  }

  /** A shape with the size of pictures, or the length of sequences, where it leaves that open. */
  #sized(shape: (number | null)[]): (number | null)[] {
    if (shape.length > 4 || !this.#size) return shape;
    const [width] = this.#size;
    if (shape.length < 4) return shape.map((size, axis) => (axis === 0 ? size : (size ?? width)));
    const [n, rows, columns, channels] = shape;
    return [n, rows ?? this.#size[1], columns ?? this.#size[0], channels];
  }

  #apply(
    spec: LayerSpec,
    path: string,
    operands: readonly Operand[],
    named: Readonly<Record<string, Operand>>,
  ): readonly Value[] {
    const layer = `${path}${spec.name}`;
    if (spec.model) return this.model(spec.model, `${layer}/`, operands);
    const before = this.#uses.get(layer) ?? 0;
    this.#uses.set(layer, before + 1);
    if ('training' in named) throw refuseLayer(spec, 'is told to act as in training, whenever the model runs');
    const nodes = nodesOf(spec);
    const used = this.#used.get(spec) ?? new Set<number>();
    this.#used.set(spec, used);
    const stored = this.#weights.get(spec) ?? [];
    const place = { layer, use: before === 0 ? layer : `${layer}#${before + 1}` };
    return [nodes(new LayerSite(spec, { operands, named }, place, this, { stored, used }))].flat();
  }

  checkAllTaken(): void {
    for (const [spec, stored] of this.#weights)
      if (stored.length > (this.#used.get(spec)?.size ?? 0) && spec.type !== 'Normalization')
        throw new InterpError(
          'bad-file',
          `the file has ${stored.length} weights for the layer ${shownName(spec.name)}, which takes fewer; save the model again`,
        );
  }
}

interface PlacedCall {
  readonly spec: LayerSpec;
  readonly call: Call;
  readonly index: number;
}

/** The calls of a functional model, each after those that it needs; without recursion. */
const sorted = (model: ModelSpec): readonly PlacedCall[] => {
  const calls = new Map<string, PlacedCall>();
  const isGiven = new Set(model.inputs.map(({ layer }) => layer));
  for (const spec of model.layers)
    if (!isGiven.has(spec.name))
      spec.calls.forEach((call, index) => calls.set(`${index} ${spec.name}`, { spec, call, index }));
  const needs = ({ call, spec }: PlacedCall): readonly PlacedCall[] =>
    [...call.inputs, ...Object.values(call.named)].flatMap((argument) => {
      if (!('layer' in argument) || isGiven.has(argument.layer)) return [];
      const found = calls.get(`${argument.call} ${argument.layer}`);
      if (!found) throw damaged(`has a layer ${shownName(spec.name)} that waits for one that is not called`);
      return [found];
    });
  const done = new Set<PlacedCall>();
  const open = new Set<PlacedCall>();
  for (const first of calls.values())
    for (const path = [first]; path.length > 0;) {
      const last = path.at(-1)!;
      if (done.has(last)) {
        path.pop();
        continue;
      }
      const missing = needs(last).filter((one) => !done.has(one));
      if (missing.length === 0) {
        done.add(last);
        open.delete(last);
        path.pop();
      } else {
        if (open.has(last)) throw damaged(`has a layer ${shownName(last.spec.name)} that waits for itself`);
        open.add(last);
        path.push(...missing);
      }
    }
  return [...done];
};

/** A network of a file of Keras, which owns its weights. */
export interface KerasNetwork extends Network {
  /** Disposes of the weights. The network cannot be used afterwards. */
  dispose(): void;
  /** How many weights each operation takes, by its name; those of an operation that takes none are left out. */
  readonly parameters: ReadonlyMap<string, number>;
}

/**
 * A `Network` with the weights of a file, of operations: for models with layers that TensorFlow.js lacks.
 *
 * @param model - as the file describes it
 * @param weights - of each layer
 * @param size - width and height of pictures, where the model leaves them open
 * @returns the network, which owns its weights
 * @throws InterpError `unsupported-layer`, naming the layer and its class; `bad-file`, `bad-value`; nothing stays in memory
 */
export const buildNetwork = (
  model: ModelSpec,
  weights: LayerWeights,
  size?: readonly [width: number, height: number],
): KerasNetwork => {
  const maker = new GraphMaker(weights, size);
  const { constants, nodes } = maker;
  const dispose = (): void => {
    for (const tensor of constants.values()) if (!tensor.isDisposed) tensor.dispose();
  };
  try {
    const outputs = maker.model(model, '');
    maker.checkAllTaken();
    const graph: Graph = { name: model.name, inputs: maker.inputs, outputs, nodes, constants };
    return Object.assign(graphNetwork(graph), { dispose, parameters: parametersOf(graph) });
  } catch (error) {
    dispose();
    if (isInterpError(error)) throw error;
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new InterpError('bad-file', damaged(`makes no network (${plainText(why, 120)})`).message, { cause: error });
  }
};

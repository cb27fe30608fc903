import * as tf from '@tensorflow/tfjs-core';
import { InterpError, plainText, shownName } from '@interp/checks';
import type { Attribute, GraphNode } from '@interp/graph';
import type { Json, LayerSpec } from '../config/model-spec.js';
import type { Dataset } from '../hdf5/dataset.js';
import { weightTensor } from '../weights/weight-tensor.js';

/** A value of a graph that is being made. */
export interface Value {
  /** Its name. */
  readonly name: string;
  /** Its number of axes, the batch among them. */
  readonly rank: number;
}

/** What a call of a layer takes: a value, or what stands in the configuration. */
export type Operand = Value | { readonly value: unknown };

/** The nodes and constants made so far. */
export interface GraphParts {
  /** In order. */
  readonly nodes: GraphNode[];
  /** By name. */
  readonly constants: Map<string, tf.Tensor>;
}

/** The error for a layer that cannot be made into operations. */
export const refuseLayer = ({ type, name }: Pick<LayerSpec, 'type' | 'name'>, why: string): InterpError =>
  new InterpError('unsupported-layer', `the layer ${shownName(name)} of class ${plainText(type, 40)} ${why}`);

/** One call of a layer while it becomes operations of a graph. */
export class LayerSite {
  /** The layer. */
  readonly spec: LayerSpec;
  /** What the call takes, in order. */
  readonly operands: readonly Operand[];
  /** What it takes by name. */
  readonly named: Readonly<Record<string, Operand>>;
  readonly #stored: readonly Dataset[];
  readonly #name: string;
  readonly #layer: string;
  readonly #graph: GraphParts;
  readonly #used: Set<number>;

  /**
   * @param spec - the layer
   * @param call - what it takes
   * @param place - names: of the layer, and of this use of it
   * @param graph - where operations go
   * @param weights - those that the file has for the layer, and which of them were taken
   */
  constructor(
    spec: LayerSpec,
    call: { readonly operands: readonly Operand[]; readonly named: Readonly<Record<string, Operand>> },
    place: { readonly layer: string; readonly use: string },
    graph: GraphParts,
    weights: { readonly stored: readonly Dataset[]; readonly used: Set<number> },
  ) {
    this.spec = spec;
    this.operands = call.operands;
    this.named = call.named;
    this.#layer = place.layer;
    this.#name = place.use;
    this.#graph = graph;
    this.#stored = weights.stored;
    this.#used = weights.used;
  }

  /** The layer's options. */
  get config(): Json {
    return this.spec.config;
  }

  /** What it takes, one value or more, where all of it is values. */
  get inputs(): readonly Value[] {
    if (this.operands.length === 0) throw this.refuse('is called without an input');
    return this.operands.map((operand) => {
      if ('name' in operand) return operand;
      throw this.refuse('takes a constant, which is not supported');
    });
  }

  /** The first value that it takes. */
  get input(): Value {
    return this.inputs[0];
  }

  /**
   * The same call, as one of the layer that this one wraps and whose weights it has.
   *
   * @param weights - which of its weights these are, in the inner layer's order; all where left out
   */
  inside(weights?: readonly number[]): LayerSite {
    const { layer } = this.config;
    const { class_name: type, config } = (layer ?? {}) as { readonly class_name?: unknown; readonly config?: Json };
    if (typeof type !== 'string' || typeof config !== 'object') throw this.refuse('wraps no layer');
    const spec: LayerSpec = { ...this.spec, type, config };
    const call = { operands: this.operands, named: this.named };
    const own = weights && { stored: weights.map((index) => this.#weight(index)), used: new Set<number>() };
    if (weights) this.#stored.forEach((_, index) => this.#used.add(index));
    return new LayerSite(
      spec,
      call,
      { layer: this.#layer, use: this.#name },
      this.#graph,
      own ?? { stored: this.#stored, used: this.#used },
    );
  }

  /** The error that refuses the layer for a reason, a clause such as "has …; expected …". */
  refuse(why: string): InterpError {
    return refuseLayer(this.spec, why);
  }

  /** An option that is a number. */
  number(name: string, usual: number): number {
    const value = this.config[name] ?? usual;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.refuse(`has the option ${name} ${plainText(JSON.stringify(value) ?? '', 40)}; expected a number`);
  }

  /** An option that is one whole number, or one for each of so many axes. */
  sizes(name: string, axes: number, usual = 1): readonly number[] {
    const value = this.config[name] ?? usual;
    const all: readonly unknown[] = Array.isArray(value) ? value : Array<unknown>(axes).fill(value);
    if (all.length === axes && all.every((n) => Number.isInteger(n) && Number(n) >= 0)) return all as readonly number[];
    throw this.refuse(`has the option ${name} ${plainText(JSON.stringify(value), 40)}; expected ${axes} whole numbers`);
  }

  /** Whether its images have their channels last. */
  get channelsLast(): boolean {
    return this.config['data_format'] !== 'channels_first';
  }

  /** How many weights the file has for the layer. */
  get weightCount(): number {
    return this.#stored.length;
  }

  /** The shape of a weight in the file. */
  weightShape(index: number): readonly number[] {
    return this.#weight(index).shape;
  }

  #weight(index: number): Dataset {
    const stored = this.#stored[index];
    if (stored) return stored;
    throw new InterpError(
      'bad-file',
      `the file has ${this.#stored.length} weights for the layer ${shownName(this.spec.name)}, which takes more; save the model again`,
    );
  }

  /** Leaves a weight of the file alone. */
  skipWeight(index: number): void {
    this.#used.add(index);
  }

  /**
   * A weight as a constant of the graph.
   *
   * @param index - its place among the layer's weights
   * @param rank - its number of axes
   * @param how - a name for how it is prepared
   * @param prepare - prepares it, in a `tf.tidy`
   * @returns the constant's name
   */
  weight(index: number, rank: number, how = '', prepare?: (value: tf.Tensor) => tf.Tensor): string {
    this.#used.add(index);
    const stored = this.#weight(index);
    if (stored.shape.length !== rank)
      throw new InterpError(
        'bad-file',
        `the layer ${shownName(this.spec.name)} takes a weight of ${rank} axes, and the file has one of shape [${stored.shape.join(', ')}]`,
      );
    return this.constant(`weight ${index}${how && ` ${how}`}`, () => {
      const tensor = weightTensor(this.spec.name, stored, stored.shape);
      if (!prepare) return tensor;
      const prepared = tf.tidy(() => prepare(tensor));
      if (prepared !== tensor) tensor.dispose();
      return prepared;
    });
  }

  /** A constant of the layer, made once for all of its calls. */
  constant(part: string, make: () => tf.Tensor): string {
    const name = `${this.#layer} ${part}`;
    if (!this.#graph.constants.has(name)) this.#graph.constants.set(name, make());
    return name;
  }

  /** Whole numbers as a constant. */
  integers(part: string, values: readonly number[] | number): string {
    return this.constant(`${part} ${[values].flat().join()}`, () => tf.tensor(values, undefined, 'int32'));
  }

  /** Numbers as a constant. */
  numbers(part: string, values: readonly number[] | number): string {
    return this.constant(`${part} ${[values].flat().join()}`, () => tf.tensor(values, undefined, 'float32'));
  }

  /**
   * Adds an operation.
   *
   * @param operation - of ONNX
   * @param inputs - what it takes, by name
   * @param attributes - its attributes
   * @param part - its name within the layer; nothing for the last one, which gives what the layer gives
   * @returns the name of its value
   */
  add(
    operation: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    part = '',
  ): string {
    const [name] = this.addOutputs(operation, inputs, attributes, part, ['']);
    return name;
  }

  /**
   * Adds an operation that gives several values.
   *
   * @param operation - of ONNX
   * @param inputs - what it takes, by name
   * @param attributes - its attributes
   * @param part - its name within the layer
   * @param outputs - what its values are called within the operation
   * @returns the names of its values
   */
  addOutputs(
    operation: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    part: string,
    outputs: readonly string[],
  ): readonly string[] {
    const name = part === '' ? this.#name : `${this.#name}/${part}`;
    const given = outputs.map((output) => (output === '' ? name : `${name}:${output}`));
    const layer = this.#name;
    this.#graph.nodes.push({ name, layer, type: this.spec.type, operation, inputs, outputs: given, attributes });
    return given;
  }
}

/** How a class of layers becomes operations: the value that it gives, or those. */
export type LayerNodes = (site: LayerSite) => Value | readonly Value[];

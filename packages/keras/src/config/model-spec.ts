/** An object of a configuration. */
export type Json = Readonly<Record<string, unknown>>;

/** An output of a call of a layer. */
export interface Reference {
  /** The layer. */
  readonly layer: string;
  /** Which of its calls, from 0, in the order of the configuration. */
  readonly call: number;
  /** Which output of that call. */
  readonly tensor: number;
}

/** What a call of a layer takes: an output of another call, or a value that is written in the configuration: a number, a list of numbers, … */
export type Argument = Reference | { readonly value: unknown };

/** One call of a layer. */
export interface Call {
  /** What it takes, in order. */
  readonly inputs: readonly Argument[];
  /** What it takes by name. */
  readonly named: Readonly<Record<string, Argument>>;
}

/** A layer as a file describes it, in one form for Keras 2 and 3. */
export interface LayerSpec {
  /** Its class: `Conv2D`, … */
  readonly type: string;
  /** Its name. */
  readonly name: string;
  /** Its options, as Keras 2 names them. */
  readonly config: Json;
  /** Whether it is a function of Keras on tensors, such as the `+` between two of them, and no layer. */
  readonly isFunction: boolean;
  /** The shapes of what its first call takes, where the file says so. */
  readonly inputShapes: readonly (readonly (number | null)[])[];
  /** Its calls; none in a sequential model. */
  readonly calls: readonly Call[];
  /** The model that it is, if it is one. */
  readonly model?: ModelSpec;
}

/** A model as a file describes it. */
export interface ModelSpec {
  /** `Functional` or `Sequential`. */
  readonly type: 'Functional' | 'Sequential';
  /** Its name. */
  readonly name: string;
  /** Its layers, in the order of the file. */
  readonly layers: readonly LayerSpec[];
  /** What it takes; none for a sequential model, which takes what its first layer does. */
  readonly inputs: readonly Reference[];
  /** What it gives; none for a sequential model, which gives what its last layer does. */
  readonly outputs: readonly Reference[];
}

/** Whether Keras 2 and TensorFlow.js count the making of a layer as its first call: of input layers, and of models that know their inputs. */
export const startsBuilt = ({ type, model }: Pick<LayerSpec, 'type' | 'model'>): boolean => {
  if (!model) return type === 'InputLayer';
  const [first] = model.layers;
  return (
    model.type === 'Functional' || (first !== undefined && (startsBuilt(first) || 'batch_input_shape' in first.config))
  );
};

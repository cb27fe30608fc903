import { InterpError, isObject, shownName, shownValue } from '@interp/checks';
import type * as tf from '@tensorflow/tfjs-core';

/** An attribute of a node of TensorFlow, as `model.json` has it. */
interface RawAttribute {
  readonly s?: string | readonly number[];
  readonly i?: number | string;
  readonly f?: number | string;
  readonly b?: boolean;
  readonly type?: string | number;
  readonly shape?: RawShape;
  readonly list?: {
    readonly s?: readonly (string | readonly number[])[];
    readonly i?: readonly (number | string)[];
    readonly f?: readonly number[];
  };
}

interface RawShape {
  readonly dim?: readonly { readonly size?: number | string }[];
  readonly unknownRank?: boolean;
}

/** A node of TensorFlow, as `model.json` has it. */
export interface RawNode {
  /** Its name. */
  readonly name: string;
  /** Its operation. */
  readonly op: string;
  /** What it takes: `name`, `name:1` for another output, `^name` where only the order matters. */
  readonly input?: readonly string[];
  /** Its attributes. */
  readonly attr?: Readonly<Record<string, RawAttribute>>;
}

/** A tensor of a signature, as `model.json` has it. */
interface RawTensorInfo {
  readonly name?: string;
  readonly tensorShape?: RawShape;
}

/** What is given and taken. */
export interface RawSignature {
  /** What is given, by names of its own. */
  readonly inputs?: Readonly<Record<string, RawTensorInfo>>;
  /** What is taken. */
  readonly outputs?: Readonly<Record<string, RawTensorInfo>>;
}

/** A graph of TensorFlow: its nodes, weights and signature. */
export interface GraphDef {
  /** The nodes. */
  readonly nodes: readonly RawNode[];
  /** Constants by the names of their nodes; borrowed. */
  readonly weights: Readonly<Record<string, tf.Tensor | readonly tf.Tensor[]>>;
  /** What is given and taken, if that is said. */
  readonly signature?: RawSignature | undefined;
}

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === 'string';
const isNumber: Test = (value) => typeof value === 'number' || (typeof value === 'string' && value !== '' && !Number.isNaN(Number(value))); // prettier-ignore
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
/** Whether a value is an object whose entries are right where they are there. */
const having =
  (tests: Readonly<Record<string, Test>>): Test =>
  (value) =>
    isObject(value) && Object.entries(tests).every(([key, test]) => value[key] === undefined || test(value[key]));
const valuesOf =
  (test: Test): Test =>
  (value) =>
    isObject(value) && Object.values(value).every(test);

const isBytes: Test = (value) => isText(value) || listOf((one) => typeof one === 'number')(value);
const isShape = having({ dim: listOf(having({ size: isNumber })) });
const isAttribute = having({
  s: isBytes,
  i: isNumber,
  f: isNumber,
  b: (value) => typeof value === 'boolean',
  type: (value) => isText(value) || isNumber(value),
  shape: isShape,
  list: having({ s: listOf(isBytes), i: listOf(isNumber), f: listOf(isNumber) }),
});
const tensorInfos = valuesOf(having({ name: isText, tensorShape: isShape }));

/** Whether a value of JSON is a node: has a name, an operation, a list of what it takes. */
export const isNode = (node: unknown): node is RawNode =>
  isObject(node) && isText(node['name']) && isText(node['op']) && having({ input: listOf(isText), attr: isObject })(node); // prettier-ignore

/** Checks that the attributes of a node are such as TensorFlow writes. Throws InterpError `unsupported-model`. */
export const checkAttributes = ({ name, attr = {} }: RawNode): void => {
  const wrong = Object.entries(attr).find(([, value]) => !isAttribute(value));
  if (wrong)
    throw new InterpError(
      'unsupported-model',
      `the node ${shownName(name)} has an attribute ${shownName(wrong[0], 40)} that is not as TensorFlow writes it; the file is damaged`,
    );
};

/** Whether a value of JSON says what is given and taken. */
export const isSignature = (value: unknown): value is RawSignature =>
  isObject(value) && having({ inputs: tensorInfos, outputs: tensorInfos })(value);

const decoded = (text: string | readonly number[]): string => {
  if (typeof text !== 'string') return String.fromCharCode(...text);
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0 ? atob(text) : text;
};

/** Sizes of a shape, null for one that is open; undefined where not even their number is known. */
export const sizesOf = (shape: RawShape | undefined): (number | null)[] | undefined =>
  !shape || shape.unknownRank
    ? undefined
    : (shape.dim ?? []).map(({ size }) => (size === undefined || Number(size) < 0 ? null : Number(size)));

/** Reads a node of TensorFlow. */
export interface NodeReader {
  /** Its name. */
  readonly name: string;
  /** Its operation. */
  readonly op: string;
  /** The values that it takes, without those that only order nodes. */
  readonly inputs: readonly string[];
  /** A text. */
  text(name: string, usual: string): string;
  /** A list of texts; empty where it is missing. */
  texts(name: string): readonly string[];
  /** A number. */
  number(name: string, usual: number): number;
  /** A list of numbers; undefined where it is missing. */
  numbers(name: string): readonly number[] | undefined;
  /** Whether something is so; false where it is missing. */
  flag(name: string): boolean;
  /** A type, as TensorFlow.js names it. */
  type(name: string): string;
  /** A shape; undefined where it is missing. */
  shape(name: string): (number | null)[] | undefined;
  /** The error that refuses the node for a reason, a clause. */
  refusal(reason: string): InterpError;
}

/** The name of a value: that of its node, with the number of the output where it is not the first. */
export const valueName = (input: string): string => input.replace(/:0$/, '');

const types: Readonly<Record<string, string>> = {
  DT_FLOAT: 'float32', DT_DOUBLE: 'float32', DT_HALF: 'float32', DT_INT32: 'int32', DT_INT64: 'int32', DT_UINT8: 'int32', DT_INT8: 'int32', DT_BOOL: 'bool', 1: 'float32', 2: 'float32', 3: 'int32', 4: 'int32', 9: 'int32', 10: 'bool', 19: 'float32',
}; // prettier-ignore

/**
 * A reader of a node.
 *
 * @param node - the node
 * @returns the reader
 */
export const readNode = ({ name, op, input = [], attr = {} }: RawNode): NodeReader => ({
  name,
  op,
  inputs: input.filter((one) => !one.startsWith('^')).map(valueName),
  text: (key, usual) => (attr[key]?.s === undefined ? usual : decoded(attr[key].s)),
  texts: (key) => (attr[key]?.list?.s ?? []).map(decoded),
  number: (key, usual) => Number(attr[key]?.f ?? attr[key]?.i ?? usual),
  numbers: (key) => attr[key]?.list && (attr[key].list.i ?? attr[key].list.f ?? []).map(Number),
  flag: (key) => attr[key]?.b ?? false,
  type: (key) => types[String(attr[key]?.type)] ?? 'float32',
  shape: (key) => sizesOf(attr[key]?.shape),
  refusal: (reason) =>
    new InterpError('unsupported-layer', `the operation ${shownValue(name)} of type ${shownValue(op)} ${reason}`),
});

import { InterpError, shownName } from '@interp/checks';
import type { Attribute } from '@interp/graph';
import type { ReadExternal } from '../file/external-data.js';
import { type AttributeProto, attributeTypes, type GraphProto } from '../file/messages.js';
import { type StoredTensor, storedTensor } from '../file/stored-tensor.js';

/** The attributes of an operation. */
export interface Attributes {
  /** Those that are numbers, texts, or lists of them. */
  readonly plain: Readonly<Record<string, Attribute>>;
  /** A number, or undefined where it is left out. */
  readonly number: (name: string) => number | undefined;
  /** A list of numbers, or undefined where it is left out. */
  readonly numbers: (name: string) => readonly number[] | undefined;
  /** A text, or undefined where it is left out. */
  readonly text: (name: string) => string | undefined;
  /** A tensor, or undefined where it is left out. */
  readonly tensor: (name: string) => StoredTensor | undefined;
  /** A graph, or undefined where it is left out. */
  readonly graph: (name: string) => GraphProto | undefined;
  /** The messages by name, for functions that hand them on. */
  readonly messages: ReadonlyMap<string, AttributeProto>;
}

const decoder = new TextDecoder();

/** A whole number as TensorFlow.js takes it; the ends of the range of 64 bits, which stand for "up to the end", become those of 32. */
const wholeNumber = (value: bigint): number => {
  const number = Number(value);
  if (Math.abs(number) < 2 ** 62) return number;
  return number > 0 ? 2 ** 31 - 1 : -(2 ** 31);
};

/** The type of an attribute; files of before 2017 do not say it. */
const typeOf = (attribute: AttributeProto): number => {
  if (attribute.type !== attributeTypes.undefined) return attribute.type;
  if (attribute.t) return attributeTypes.tensor;
  if (attribute.g) return attributeTypes.graph;
  if (attribute.floats.length > 0) return attributeTypes.floats;
  if (attribute.ints.length > 0) return attributeTypes.ints;
  if (attribute.strings.length > 0) return attributeTypes.strings;
  if (attribute.s.length > 0) return attributeTypes.string;
  return attribute.f === 0 ? attributeTypes.int : attributeTypes.float;
};

const plainValue = (attribute: AttributeProto): Attribute | undefined => {
  switch (typeOf(attribute)) {
    case attributeTypes.float:
      return attribute.f;
    case attributeTypes.int:
      return wholeNumber(attribute.i);
    case attributeTypes.string:
      return decoder.decode(attribute.s);
    case attributeTypes.floats:
      return attribute.floats;
    case attributeTypes.ints:
      return attribute.ints.map(wholeNumber);
    case attributeTypes.strings:
      return attribute.strings.map((text) => decoder.decode(text));
    default:
      return undefined;
  }
};

/** Attributes of a function's operation, where one that stands for an attribute of the function gets the value of the call. */
const resolved = (
  attributes: readonly AttributeProto[],
  given: ReadonlyMap<string, AttributeProto>,
): ReadonlyMap<string, AttributeProto> => {
  const messages = new Map<string, AttributeProto>();
  for (const attribute of attributes) {
    const message = attribute.refAttrName === '' ? attribute : given.get(attribute.refAttrName);
    if (message) messages.set(attribute.name, message);
  }
  return messages;
};

/**
 * The attributes of an operation.
 *
 * @param node - the name of the operation, for messages
 * @param attributes - the messages
 * @param external - reads tensors that are kept beside the file
 * @param given - attributes of the call, inside of a function
 */
export const attributesOf = (
  node: string,
  attributes: readonly AttributeProto[],
  external: ReadExternal,
  given: ReadonlyMap<string, AttributeProto> = new Map(),
): Attributes => {
  const messages = resolved(attributes, given);
  const plain: Record<string, Attribute> = Object.create(null) as Record<string, Attribute>;
  for (const [name, message] of messages) {
    const value = plainValue(message);
    if (value !== undefined) plain[name] = value;
  }
  const of = <T extends Attribute>(name: string, isRight: (value: Attribute) => value is T, kind: string) => {
    if (!messages.has(name)) return undefined;
    const value: Attribute | undefined = plain[name];
    if (value !== undefined && isRight(value)) return value;
    throw new InterpError(
      'bad-file',
      `the operation ${shownName(node)} has an attribute ${shownName(name, 40)} of the wrong kind; expected ${kind}`,
    );
  };
  return {
    plain,
    messages,
    number: (name) => of(name, (value) => typeof value === 'number', 'a number'),
    numbers: (name) =>
      of(
        name,
        (value): value is readonly number[] => Array.isArray(value) && value.every((one) => typeof one === 'number'),
        'a list of numbers',
      ),
    text: (name) => of(name, (value) => typeof value === 'string', 'a text'),
    tensor: (name) => {
      const tensor = messages.get(name)?.t;
      return tensor && storedTensor(tensor, external, `${node}.${name}`);
    },
    graph: (name) => messages.get(name)?.g,
  };
};

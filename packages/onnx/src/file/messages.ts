// The messages of ONNX' format (onnx.proto, https://github.com/onnx/onnx) with the fields of them that are used here.
import { type Fields, many, message, type MessageOf, messages, one, optional } from './fields.js';

/** A message of which only its presence matters. */
const present = {};

const stringStringEntry = { key: one(1, 'string'), value: one(2, 'string') };
/** A key and its value. */
export type StringStringEntryProto = MessageOf<typeof stringStringEntry>;

const operatorSetId = { domain: one(1, 'string'), version: one(2, 'int64') };
/** The version of a set of operators. */
export type OperatorSetIdProto = MessageOf<typeof operatorSetId>;

/** Whether a tensor's data is in the file or beside it. */
export const dataLocations = { inFile: 0, external: 1 } as const;

/** The fields of a tensor. */
export const tensorFields = {
  name: one(8, 'string'),
  dims: many(1, 'int64'),
  dataType: one(2, 'int32'),
  segment: message(3, () => present),
  floatData: many(4, 'float'),
  int32Data: many(5, 'int32'),
  int64Data: many(7, 'int64'),
  doubleData: many(10, 'double'),
  uint64Data: many(11, 'uint64'),
  rawData: one(9, 'bytes'),
  externalData: messages(13, () => stringStringEntry),
  dataLocation: one(14, 'int32'),
};
/** A tensor: its elements stand in the field of their type, as raw bytes, or in another file. */
export type TensorProto = MessageOf<typeof tensorFields>;

/** A tensor that is mostly zeros. */
const sparseTensor = { values: message(1, () => tensorFields) };

/** The fields of a size of a shape: a number, a name, or neither. */
export const dimensionFields = { dimValue: optional(1, 'int64'), dimParam: one(2, 'string') };

/** The shape of a tensor. */
const tensorShape = { dim: messages(1, () => dimensionFields) };

/** The fields of the type of a tensor's elements, and its shape. */
export const tensorTypeFields = { elemType: one(1, 'int32'), shape: message(2, () => tensorShape) };

/** The fields of a type. */
export const typeFields = {
  tensorType: message(1, () => tensorTypeFields),
  sequenceType: message(4, () => present),
  mapType: message(5, () => present),
  optionalType: message(9, () => present),
  sparseTensorType: message(8, () => present),
};
/** The type of a value: one of these. */
export type TypeProto = MessageOf<typeof typeFields>;

/** The fields of a value's name and type. */
export const valueInfoFields = { name: one(1, 'string'), type: message(2, () => typeFields) };
/** A value's name and type. */
export type ValueInfoProto = MessageOf<typeof valueInfoFields>;

/** What an attribute holds. */
export const attributeTypes = {
  undefined: 0,
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
} as const;

const plainAttribute = {
  name: one(1, 'string'),
  refAttrName: one(21, 'string'),
  type: one(20, 'int32'),
  f: one(2, 'float'),
  i: one(3, 'int64'),
  s: one(4, 'bytes'),
  t: message(5, () => tensorFields),
  floats: many(7, 'float'),
  ints: many(8, 'int64'),
  strings: many(9, 'bytes'),
};

/** An attribute of an operation; which field holds its value is its type's to say. */
export interface AttributeProto extends MessageOf<typeof plainAttribute> {
  /** A graph, of which attributes are a part. */
  g: GraphProto | undefined;
}
/** The fields of an attribute. */
export const attributeFields: Fields<AttributeProto> = { ...plainAttribute, g: message(6, () => graphFields) };

/** The fields of an operation. */
export const nodeFields = {
  name: one(3, 'string'),
  input: many(1, 'string'),
  output: many(2, 'string'),
  opType: one(4, 'string'),
  domain: one(7, 'string'),
  overload: one(8, 'string'),
  attribute: messages(5, () => attributeFields),
};
/** An operation. */
export type NodeProto = MessageOf<typeof nodeFields>;

/** The fields of a graph. */
export const graphFields = {
  name: one(2, 'string'),
  node: messages(1, () => nodeFields),
  initializer: messages(5, () => tensorFields),
  sparseInitializer: messages(15, () => sparseTensor),
  input: messages(11, () => valueInfoFields),
  output: messages(12, () => valueInfoFields),
  valueInfo: messages(13, () => valueInfoFields),
};
/** A graph of operations. */
export type GraphProto = MessageOf<typeof graphFields>;

/** The fields of a function. */
export const functionFields = {
  name: one(1, 'string'),
  domain: one(10, 'string'),
  overload: one(13, 'string'),
  input: many(4, 'string'),
  output: many(5, 'string'),
  node: messages(7, () => nodeFields),
  opsetImport: messages(9, () => operatorSetId),
  attributeProto: messages(11, () => attributeFields),
};
/** A function of a model: operations that stand for one. */
export type FunctionProto = MessageOf<typeof functionFields>;

/** The fields of a file. */
export const modelFields = {
  irVersion: one(1, 'int64'),
  opsetImport: messages(8, () => operatorSetId),
  graph: message(7, () => graphFields),
  functions: messages(25, () => functionFields),
};
/** A file. */
export type ModelProto = MessageOf<typeof modelFields>;

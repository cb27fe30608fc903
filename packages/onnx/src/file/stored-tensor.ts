import { InterpError, shownName } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import { elementTypeName, elementTypes, type ElementType } from './element-types.js';
import type { ReadExternal } from './external-data.js';
import { dataLocations, type TensorProto } from './messages.js';

/** A tensor of a file: an initialiser, or the value of an attribute. */
export interface StoredTensor {
  /** Its shape. */
  readonly shape: readonly number[];
  /** The type of its elements in the file. */
  readonly type: ElementType;
  /** Reads its elements, in C order; whole numbers of 64 bits have been brought to 32. */
  readonly values: () => Values;
}

/** Elements of a tensor. */
export type Values = Float32Array | Float64Array | Int32Array | Int16Array | Int8Array | Uint16Array | Uint8Array;

/** The most elements of one tensor: those of 2 GiB of float32. */
export const mostElements = 2 ** 29;

/** The shape of a tensor from its dimensions in the file. */
const checkedShape = (what: string, dims: readonly bigint[]): readonly number[] => {
  const shape = dims.map(Number);
  if (shape.some((size) => size < 0) || !(sizeOfShape(shape) <= mostElements) || shape.length > 8)
    throw new InterpError(
      'bad-file',
      `${what} declares the shape [${shape.slice(0, 9).join(', ')}]; expected at most 8 sizes of 0 or more, and at most 2^29 elements`,
    );
  return shape;
};

/** Whole numbers of 64 bits as those of 32; the ends of the range, which stand for "up to the end", become its ends. */
const narrowed = (what: string, values: ArrayLike<bigint>): Int32Array => {
  const narrow = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    if (Math.abs(value) > 2 ** 31 && Math.abs(value) < 2 ** 62)
      throw new InterpError(
        'bad-file',
        `${what} holds ${values[i]}, which does not fit into 32 bits; TensorFlow.js has no larger whole numbers`,
      );
    narrow[i] = Math.max(-(2 ** 31), Math.min(value, 2 ** 31 - 1));
  }
  return narrow;
};

const asValues = (what: string, stored: ArrayLike<number> | ArrayLike<bigint>): Values => {
  if (stored instanceof BigInt64Array || stored instanceof BigUint64Array) return narrowed(what, stored);
  if (stored instanceof Uint32Array) return narrowed(what, BigInt64Array.from(stored, BigInt));
  return stored as Values;
};

/** A copy of bytes at the beginning of a buffer of its own, so that elements of any size can be read there. (A `slice` of Node's buffers is no copy.) */
const aligned = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

const wrongLength = (what: string, shape: readonly number[], expected: number, found: number, unit: string): never => {
  throw new InterpError(
    'bad-file',
    `${what} has the shape [${shape.join(', ')}], which takes ${expected} ${unit}, and has ${found}; the file is truncated or corrupt`,
  );
};

/** The field of numbers that holds the elements where there are no raw bytes. */
const typedField = (tensor: TensorProto, type: ElementType): ArrayLike<number> | readonly bigint[] => {
  if (type.name === 'float') return tensor.floatData;
  if (type.name === 'double') return tensor.doubleData;
  if (type.name === 'int64') return tensor.int64Data;
  if (type.name === 'uint64' || type.name === 'uint32') return tensor.uint64Data;
  return tensor.int32Data;
};

/** Elements that stand one by one in a field of the message, their bits where they are floats of 16 bits. */
const fromTypedField = (what: string, tensor: TensorProto, type: ElementType, shape: readonly number[]): Values => {
  const size = sizeOfShape(shape);
  const field = typedField(tensor, type);
  const stored = type.bytes < 1 ? Math.ceil(size * type.bytes) : size;
  if (field.length !== stored) wrongLength(what, shape, stored, field.length, 'numbers');
  if (type.name === 'float') return Float32Array.from(field as readonly number[]);
  if (type.name === 'double') return Float64Array.from(field as readonly number[]);
  if (type.bytes === 8 || type.name === 'uint32') return narrowed(what, field as readonly bigint[]);
  if (type.name === 'int32') return Int32Array.from(field as readonly number[]);
  const { buffer } =
    type.bytes === 2 ? Uint16Array.from(field as readonly number[]) : Uint8Array.from(field as readonly number[]);
  return asValues(what, type.read(buffer, size));
};

const elementTypeOf = (what: string, tensor: TensorProto): ElementType => {
  const type = elementTypes[tensor.dataType];
  if (type) return type;
  throw new InterpError(
    'unsupported-model',
    `${what} has elements of the type ${elementTypeName(tensor.dataType)}, which is not supported; expected numbers of 16 bits or more, int8, uint8, int4, uint4 or bool`,
  );
};

/**
 * A tensor of a file, whose shape, type and length are checked, and whose elements are read when they are asked for.
 *
 * @param tensor - the message; borrowed
 * @param external - reads data that is kept beside the file
 * @param name - what it is called in messages. Default its own name
 */
export const storedTensor = (tensor: TensorProto, external: ReadExternal, name = tensor.name): StoredTensor => {
  const what = `the tensor ${shownName(name)}`;
  const type = elementTypeOf(what, tensor);
  const shape = checkedShape(what, tensor.dims);
  if (tensor.segment)
    throw new InterpError('unsupported-model', `${what} is stored in segments; store it in one piece`);
  const size = sizeOfShape(shape);
  const expected = Math.ceil(size * type.bytes);
  const isExternal = tensor.dataLocation === dataLocations.external;
  if (!isExternal && tensor.rawData.length === 0 && (size > 0 || typedField(tensor, type).length > 0)) {
    const values = fromTypedField(what, tensor, type, shape);
    return { shape, type, values: () => values };
  }
  const bytes = isExternal ? external(what, tensor.externalData, expected) : tensor.rawData;
  if (bytes.length !== expected) wrongLength(what, shape, expected, bytes.length, 'bytes');
  return { shape, type, values: () => asValues(what, type.read(aligned(bytes), size)) };
};

import { create, type DescField, type DescMessage, ScalarType, toBinary } from '@bufbuild/protobuf';
import * as onnx from 'onnx-buf';
import { type Fields, readMessage } from '../src/file/fields.js';
import * as messages from '../src/file/messages.js';

/** The bytes of a message, as the generated reader and writer of onnx.proto have it. */
const bytesOf = (schema: DescMessage, fields: object): Uint8Array => toBinary(schema, create(schema, fields as never));

const sampleOf = (field: DescField): unknown => {
  const scalar = (type: ScalarType | undefined): unknown => {
    if (type === ScalarType.STRING) return 'naïve';
    if (type === ScalarType.BYTES) return new Uint8Array([1, 128, 255]);
    if (type === ScalarType.INT64) return -(2n ** 40n);
    if (type === ScalarType.UINT64) return 2n ** 63n;
    if (type === ScalarType.FLOAT) return 0.5;
    if (type === ScalarType.DOUBLE) return Math.PI;
    return type === ScalarType.INT32 ? -5 : 1;
  };
  const scalarsOf = (message: DescMessage): object =>
    Object.fromEntries(
      message.fields
        .filter(({ fieldKind, oneof }) => fieldKind === 'scalar' && !oneof)
        .map(({ localName, scalar: type }) => [localName, scalar(type)]),
    );
  if (field.fieldKind === 'message') return scalarsOf(field.message);
  if (field.fieldKind !== 'list') return scalar(field.scalar);
  const one = field.listKind === 'message' ? scalarsOf(field.message) : scalar(field.scalar);
  return [one, one];
};

/** A value, or each of a list, with those of its fields that are read; others are passed over. */
const asRead = (value: unknown, read: unknown): unknown => {
  if (Array.isArray(value)) return value.map((one, i) => asRead(one, (read as readonly unknown[])[i]));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return {
    ...(read as object),
    ...Object.fromEntries(Object.entries(value).filter(([name]) => name in (read as object))),
  };
};

/** One value of a oneof is `{ case, value }` to write. */
const written = (field: DescField, value: unknown): object =>
  field.oneof ? { [field.oneof.localName]: { case: field.localName, value } } : { [field.localName]: value };

const tables: readonly (readonly [string, DescMessage, Fields<never>])[] = [
  ['ModelProto', onnx.ModelProtoSchema, messages.modelFields as never],
  ['GraphProto', onnx.GraphProtoSchema, messages.graphFields as never],
  ['NodeProto', onnx.NodeProtoSchema, messages.nodeFields as never],
  ['AttributeProto', onnx.AttributeProtoSchema, messages.attributeFields as never],
  ['TensorProto', onnx.TensorProtoSchema, messages.tensorFields as never],
  ['FunctionProto', onnx.FunctionProtoSchema, messages.functionFields as never],
  ['ValueInfoProto', onnx.ValueInfoProtoSchema, messages.valueInfoFields as never],
  ['TypeProto', onnx.TypeProtoSchema, messages.typeFields as never],
  ['TypeProto.Tensor', onnx.TypeProto_TensorSchema, messages.tensorTypeFields as never],
  ['TensorShapeProto.Dimension', onnx.TensorShapeProto_DimensionSchema, messages.dimensionFields as never],
];

describe.each(tables)('%s', (_, schema, fields) => {
  test.each(Object.keys(fields))('%s is read as it was written', (name) => {
    const field = schema.fields.find(({ localName }) => localName === name)!;
    const value = sampleOf(field);
    const read = readMessage(fields as Fields<Record<string, unknown>>, bytesOf(schema, written(field, value)));
    expect(read[name]).toBeDefined();
    expect(read[name]).toEqual(asRead(value, read[name]));
  });

  test('fields that are left out are empty, and others are passed over', () => {
    const empty = readMessage(fields as Fields<Record<string, unknown>>, new Uint8Array(0));
    const others = schema.fields.filter(({ localName }) => !(localName in fields));
    for (const field of others)
      expect(
        readMessage(fields as Fields<Record<string, unknown>>, bytesOf(schema, written(field, sampleOf(field)))),
      ).toEqual(empty);
  });
});

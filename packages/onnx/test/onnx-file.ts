import { create, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as Kind,
  AttributeProtoSchema,
  type FunctionProto,
  type GraphProto,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  type NodeProto,
  TensorProto_DataType as DataType,
  TensorProtoSchema,
  type TensorProto,
  ValueInfoProtoSchema,
  type ValueInfoProto,
} from 'onnx-buf';

/** What an attribute may be here: numbers with a point are floats, `{ int }` whole ones. */
export type AttributeValue =
  | string
  | { readonly float: number }
  | number
  | readonly number[]
  | { readonly floats: readonly number[] }
  | TensorProto
  | GraphProto;

const attribute = (name: string, value: AttributeValue) => {
  const base = { name };
  if (typeof value === 'number') return create(AttributeProtoSchema, { ...base, type: Kind.INT, i: BigInt(value) });
  if (typeof value === 'string')
    return create(AttributeProtoSchema, {
      ...base,
      type: Kind.STRING,
      s: new TextEncoder().encode(value),
    });
  if (Array.isArray(value)) return create(AttributeProtoSchema, { ...base, type: Kind.INTS, ints: value.map(BigInt) });
  if ('float' in value) return create(AttributeProtoSchema, { ...base, type: Kind.FLOAT, f: value.float });
  if ('floats' in value) return create(AttributeProtoSchema, { ...base, type: Kind.FLOATS, floats: [...value.floats] });
  if ('dims' in value) return create(AttributeProtoSchema, { ...base, type: Kind.TENSOR, t: value });
  return create(AttributeProtoSchema, { ...base, type: Kind.GRAPH, g: value as GraphProto });
};

/** An operation. */
export const node = (
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attributes: Readonly<Record<string, AttributeValue>> = {},
  more: { readonly name?: string; readonly domain?: string; readonly overload?: string } = {},
): NodeProto =>
  create(NodeProtoSchema, {
    opType,
    input: [...input],
    output: [...output],
    attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    ...more,
  });

/** A tensor of float32, as raw bytes. */
export const floats = (name: string, dims: readonly number[], values: readonly number[]): TensorProto =>
  tensor(name, dims, DataType.FLOAT, new Uint8Array(Float32Array.from(values).buffer));

/** A tensor of int64, as raw bytes. */
export const ints = (name: string, dims: readonly number[], values: readonly (number | bigint)[]): TensorProto =>
  tensor(name, dims, DataType.INT64, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));

/** A tensor of any type, as raw bytes. */
export const tensor = (
  name: string,
  dims: readonly number[],
  dataType: number,
  rawData: Uint8Array<ArrayBuffer>,
): TensorProto => create(TensorProtoSchema, { name, dims: dims.map(BigInt), dataType, rawData });

/** What an input or an output is; a size may be a name, or null. */
export const value = (
  name: string,
  shape: readonly (number | string | null)[],
  elemType: number = DataType.FLOAT,
): ValueInfoProto =>
  create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: 'tensorType',
        value: {
          elemType,
          shape: {
            dim: shape.map((size) => ({
              value:
                typeof size === 'number'
                  ? { case: 'dimValue' as const, value: BigInt(size) }
                  : size === null
                    ? { case: undefined }
                    : { case: 'dimParam' as const, value: size },
            })),
          },
        },
      },
    },
  });

/** What a file says. */
export interface Written {
  readonly nodes: readonly NodeProto[];
  readonly inputs?: readonly ValueInfoProto[];
  readonly outputs?: readonly string[];
  readonly tensors?: readonly TensorProto[];
  readonly functions?: readonly FunctionProto[];
  readonly opset?: number;
  readonly opsets?: Readonly<Record<string, number>>;
}

/** A graph, for a branch or the body of a loop. */
export const branch = ({ nodes, inputs = [], outputs = [], tensors = [] }: Written): GraphProto =>
  create(GraphProtoSchema, {
    name: 'branch',
    node: [...nodes],
    input: [...inputs],
    initializer: [...tensors],
    output: outputs.map((name) => ({ name })),
  });

/** The bytes of an ONNX file. By default it takes `x`, `[batch, 3]`, gives `y`, and is of opset 21. */
export const onnxFile = ({
  nodes,
  inputs = [value('x', ['batch', 3])],
  outputs = ['y'],
  tensors = [],
  functions = [],
  opset = 21,
  opsets = {},
}: Written): Uint8Array =>
  toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 8n,
      opsetImport: [
        { domain: '', version: BigInt(opset) },
        ...Object.entries(opsets).map(([domain, version]) => ({ domain, version: BigInt(version) })),
      ],
      functions: [...functions],
      graph: {
        name: 'written here',
        node: [...nodes],
        input: [...inputs],
        output: outputs.map((name) => ({ name })),
        initializer: [...tensors],
      },
    }),
  );

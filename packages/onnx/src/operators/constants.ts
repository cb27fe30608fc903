import { InterpError, shownName } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import { type Constant, type GraphBuilder, type OnnxNode, refuse } from '../building/graph-builder.js';
import { dtypeOf, elementTypeName } from '../file/element-types.js';
import { mostElements, type StoredTensor } from '../file/stored-tensor.js';
import type { Translation, Translations } from './translation.js';

/** A tensor of the file as a constant of the graph. */
export const constantFrom = ({ shape, type, values }: StoredTensor): Constant => ({
  shape,
  dtype: type.dtype,
  values,
  ...(type.range ? { range: type.range } : {}),
});

const constant: Translation = (node, builder) => {
  const { tensor, plain } = node.attributes;
  const stored = tensor('value');
  const [output] = node.outputs;
  const [name, value] = Object.entries(plain)[0] ?? [];
  const numbers = typeof value === 'number' ? [value] : value;
  if (stored) builder.define(output, constantFrom(stored));
  else if (Array.isArray(numbers) && numbers.every((one) => typeof one === 'number'))
    builder.define(output, {
      shape: typeof value === 'number' ? [] : [numbers.length],
      dtype: name?.startsWith('value_int') ? 'int32' : 'float32',
      values: () => numbers,
    });
  else refuse(node, 'holds texts or a sparse tensor, which are not supported; expected numbers');
};

const constantOfShape: Translation = (node, builder) => {
  const stored = node.attributes.tensor('value');
  const value = stored?.values()[0] ?? 0;
  const dtype = stored?.type.dtype ?? 'float32';
  const shape = builder.numbersOf(node.inputs[0]);
  if (!shape) {
    builder.emit(node, { attributes: { value, dtype } });
    return;
  }
  if (shape.some((size) => size < 0) || !(sizeOfShape(shape) <= mostElements))
    throw new InterpError(
      'bad-file',
      `the operation ${shownName(node.name)} makes a tensor of the shape [${shape.slice(0, 8).join(', ')}]; expected sizes of 0 or more, and at most 2^29 elements`,
    );
  builder.define(node.outputs[0], { shape, dtype, values: () => value });
};

const converted = ({ shape, values }: Constant, dtype: Constant['dtype']): Constant => ({
  shape,
  dtype,
  values: () => {
    const from = values();
    const convert = (value: number): number =>
      dtype === 'float32' ? value : dtype === 'bool' ? Number(value !== 0) : Math.trunc(value);
    if (typeof from === 'number') return convert(from);
    return dtype === 'float32' ? Float32Array.from(from) : Int32Array.from(from as ArrayLike<number>, convert);
  },
});

const cast = (node: OnnxNode, builder: GraphBuilder, to: number): void => {
  const dtype = dtypeOf(to) ?? refuse(node, `makes values of the type ${elementTypeName(to)}, which is not supported`);
  const known = builder.constantOf(node.inputs[0]);
  if (known) builder.define(node.outputs[0], known.dtype === dtype ? known : converted(known, dtype));
  else builder.emit(node, { operation: 'Cast', inputs: node.inputs.slice(0, 1), attributes: { to } });
};

/** Numbers of ONNX' types for those here. */
const typeNumbers = { float32: 1, int32: 6, bool: 9 } as const;

/** Operators whose result is known from constants alone: these need no step. */
export const constants: Translations = {
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Cast: (node, builder) => {
    cast(node, builder, node.attributes.number('to') ?? refuse(node, 'does not say its type; the file is corrupt'));
  },
  CastLike: (node, builder) => {
    cast(node, builder, typeNumbers[builder.constantOf(node.inputs[1])?.dtype ?? 'float32']);
  },
  Identity: (node, builder) => {
    const known = builder.constantOf(node.inputs[0]);
    if (known) builder.define(node.outputs[0], known);
    else builder.emit(node, { operation: 'Identity', attributes: {} });
  },
};

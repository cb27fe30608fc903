import { InterpError, shownName } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import { type Constant, type GraphBuilder, type OnnxNode, refuse } from '../building/graph-builder.js';
import { elementTypeName, elementTypes } from '../file/element-types.js';
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

/** What values become: a type here, and the range of whole numbers of few bits, which come in again at its other end. */
interface Target {
  readonly dtype: Constant['dtype'];
  readonly range?: readonly [lowest: number, highest: number] | undefined;
}

/** The range of a type, where it has few bits. */
const narrow = (range: Target['range']): Target['range'] => (range && range[1] < 2 ** 16 ? range : undefined);

const converted = ({ shape, values }: Constant, { dtype, range }: Target): Constant => ({
  shape,
  dtype,
  ...(range && { range }),
  values: () => {
    const from = values();
    const [lowest, count] = range ? [range[0], range[1] - range[0] + 1] : [0, Infinity];
    const whole = (value: number): number => value - (range ? Math.floor((value - lowest) / count) * count : 0);
    const convert = (value: number): number =>
      dtype === 'float32' ? value : dtype === 'bool' ? Number(value !== 0) : whole(Math.trunc(value));
    if (typeof from === 'number') return convert(from);
    return dtype === 'float32' ? Float32Array.from(from) : Int32Array.from(from as ArrayLike<number>, convert);
  },
});

const cast = (node: OnnxNode, builder: GraphBuilder, { dtype, range }: Target): void => {
  const known = builder.constantOf(node.inputs[0]);
  const isSame = known?.dtype === dtype && range === undefined;
  if (known) builder.define(node.outputs[0], isSame ? known : converted(known, { dtype, range }));
  else
    builder.emit(node, {
      operation: 'Cast',
      inputs: node.inputs.slice(0, 1),
      attributes: { to: dtype, ...(range && { range: [...range] }) },
    });
};

/** Operators whose result is known from constants alone: these need no step. */
export const constants: Translations = {
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Cast: (node, builder) => {
    const to = node.attributes.number('to') ?? refuse(node, 'does not say its type; the file is corrupt');
    const type =
      elementTypes[to] ?? refuse(node, `makes values of the type ${elementTypeName(to)}, which is not supported`);
    cast(node, builder, { dtype: type.dtype, range: narrow(type.range) });
  },
  CastLike: (node, builder) => {
    const like = builder.constantOf(node.inputs[1]);
    cast(node, builder, { dtype: like?.dtype ?? 'float32', range: narrow(like?.range) });
  },
  Identity: (node, builder) => {
    const known = builder.constantOf(node.inputs[0]);
    if (known) builder.define(node.outputs[0], known);
    else builder.emit(node, { operation: 'Identity', attributes: {} });
  },
};

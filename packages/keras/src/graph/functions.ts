import { activated } from './activations.js';
import type { LayerNodes, LayerSite, Operand, Value } from './layer-site.js';

/** A value, or a number as a constant. */
const named = (site: LayerSite, operand: Operand | undefined, part: string): Value => {
  if (operand && 'name' in operand) return operand;
  const value = operand?.value;
  const all = [value].flat(4);
  if (all.length > 0 && all.every((n) => typeof n === 'number' && Number.isFinite(n)))
    return { name: site.numbers(part, value as number[]), rank: 0 };
  throw site.refuse('takes what is neither a value nor numbers');
};

/** A function of two values or numbers. */
const binary =
  (operation: string): LayerNodes =>
  (site) => {
    const operands = [...site.operands, ...Object.values(site.named)];
    if (operands.length !== 2) throw site.refuse(`takes ${operands.length} values; expected two`);
    const [a, b] = operands.map((operand, i) => named(site, operand, `operand ${i}`));
    return { name: site.add(operation, [a.name, b.name]), rank: Math.max(a.rank, b.rank) };
  };

const unary =
  (operation: string): LayerNodes =>
  (site) => ({ name: site.add(operation, [site.input.name]), rank: site.input.rank });

const activation =
  (name: string): LayerNodes =>
  (site) => ({ name: activated(site, site.input.name, name), rank: site.input.rank });

/** Means and sums along axes that the configuration names. */
const reduced =
  (operation: string): LayerNodes =>
  (site) => {
    const [x] = site.operands;
    const { axis, keepdims } = { ...site.config };
    if (!x || !('name' in x)) throw site.refuse('takes no value');
    const axes = [axis ?? null].flat();
    if (!axes.every((n) => Number.isInteger(n))) throw site.refuse('goes over all axes, the batch among them');
    const keeps = keepdims === true;
    const name = site.add(operation, [x.name, site.integers('axes', axes as number[])], { keepdims: keeps ? 1 : 0 });
    return { name, rank: x.rank - (keeps ? 0 : axes.length) };
  };

/** Functions of Keras on values, by the class that Keras gives them in a configuration. */
export const functionNodes: Readonly<Record<string, LayerNodes>> = {
  Add: binary('Add'),
  Subtract: binary('Sub'),
  Multiply: binary('Mul'),
  Divide: binary('Div'),
  TrueDivide: binary('Div'),
  Matmul: binary('MatMul'),
  Maximum: binary('Max'),
  Minimum: binary('Min'),
  Power: binary('Pow'),
  Negative: unary('Neg'),
  Absolute: unary('Abs'),
  Exp: unary('Exp'),
  Sqrt: unary('Sqrt'),
  Square: (site) => ({ name: site.add('Mul', [site.input.name, site.input.name]), rank: site.input.rank }),
  Relu: activation('relu'),
  Relu6: activation('relu6'),
  Sigmoid: activation('sigmoid'),
  Silu: activation('swish'),
  Tanh: activation('tanh'),
  Gelu: activation('gelu'),
  HardSilu: activation('hard_silu'),
  HardSigmoid: activation('hard_sigmoid_3'),
  Softplus: activation('softplus'),
  Mean: reduced('ReduceMean'),
  Sum: reduced('ReduceSum'),
  Max: reduced('ReduceMax'),
};

/** Functions of TensorFlow between the layers of Keras 2, by what `TFOpLambda` calls them: as what functions of Keras 3 they are. */
export const tensorflowFunctions: Readonly<Record<string, keyof typeof functionNodes>> = {
  '__operators__.add': 'Add',
  'math.add': 'Add',
  'math.subtract': 'Subtract',
  'math.multiply': 'Multiply',
  'math.truediv': 'Divide',
  'math.divide': 'Divide',
  'math.maximum': 'Maximum',
  'math.minimum': 'Minimum',
  'math.pow': 'Power',
  'math.negative': 'Negative',
  'math.abs': 'Absolute',
  'math.exp': 'Exp',
  'math.sqrt': 'Sqrt',
  'math.square': 'Square',
  'math.sigmoid': 'Sigmoid',
  'math.tanh': 'Tanh',
  'math.softplus': 'Softplus',
  'linalg.matmul': 'Matmul',
  'nn.relu': 'Relu',
  'nn.relu6': 'Relu6',
  'nn.silu': 'Silu',
  'nn.gelu': 'Gelu',
};

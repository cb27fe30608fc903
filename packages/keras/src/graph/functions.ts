import { activated } from './activations.js';
import type { LayerNodes, LayerSite, Value } from './layer-site.js';
import { operandOf, operandsOf } from './operands.js';
import { tensorFunctions } from './tensor-functions.js';

/** An operation of two values or numbers. */
const ofTwo = (site: LayerSite, operation: string, part = ''): Value => {
  const operands = [...site.operands, ...Object.values(site.named)];
  if (operands.length !== 2) throw site.refuse(`takes ${operands.length} values; expected two`);
  const [a, b] = operands.map((operand, i) => operandOf(site, operand, `operand ${i}`));
  return { name: site.add(operation, [a.name, b.name], {}, part), rank: Math.max(a.rank, b.rank) };
};

const binary =
  (operation: string): LayerNodes =>
  (site) =>
    ofTwo(site, operation);

const notEqual: LayerNodes = (site) => {
  const { name, rank } = ofTwo(site, 'Equal', 'equal');
  return { name: site.add('Not', [name]), rank };
};

const unary =
  (operation: string): LayerNodes =>
  (site) => ({ name: site.add(operation, [site.input.name]), rank: site.input.rank });

const activation =
  (name: string): LayerNodes =>
  (site) => ({ name: activated(site, site.input.name, name), rank: site.input.rank });

const along =
  (operation: 'Softmax' | 'LogSoftmax'): LayerNodes =>
  (site) => ({
    name: site.add(operation, [site.input.name], { axis: site.number('axis', -1) }),
    rank: site.input.rank,
  });

/** The error function, or its approximation by a hyperbolic tangent, as the call or the configuration says; `usual` where neither does. */
const gelu =
  (usual: 'none' | 'tanh'): LayerNodes =>
  (site) => {
    const { approximate: given } = site.named;
    const said = site.config['approximate'] ?? (given && 'value' in given ? given.value : undefined);
    const approximate = typeof said === 'boolean' ? (said ? 'tanh' : 'none') : usual;
    return { name: site.add('Gelu', [site.input.name], { approximate }), rank: site.input.rank };
  };

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

/** Variance, or its root, along axes. */
const spread =
  (kind: 'var' | 'std'): LayerNodes =>
  (site) => {
    const { name, rank } = site.input;
    const axes = [site.config['axis'] ?? null].flat();
    if (!axes.every((n) => Number.isInteger(n))) throw site.refuse('goes over all axes, the batch among them');
    const [over, keeps] = [site.integers('axes', axes as number[]), site.config['keepdims'] === true];
    const centred = site.add('Sub', [name, site.add('ReduceMean', [name, over], { keepdims: 1 }, 'mean')], {}, 'centred'); // prettier-ignore
    const squares = site.add('Mul', [centred, centred], {}, 'squares');
    const isRoot = kind === 'std';
    const variance = site.add('ReduceMean', [squares, over], { keepdims: keeps ? 1 : 0 }, isRoot ? 'variance' : '');
    return { name: isRoot ? site.add('Sqrt', [variance]) : variance, rank: rank - (keeps ? 0 : axes.length) };
  };

/** The Euclidean length along an axis, or values divided by it. */
const length =
  (kind: 'norm' | 'unit'): LayerNodes =>
  (site) => {
    const { name, rank } = site.input;
    const axes = [site.config['axis'] ?? -1].flat();
    const ord = site.config[kind === 'norm' ? 'ord' : 'order'] ?? 2;
    if (axes.length !== 1 || (ord !== 2 && ord !== 'fro')) throw site.refuse('is no Euclidean length along one axis');
    const keeps = kind === 'unit' || site.config['keepdims'] === true;
    const over = site.integers('axes', axes as number[]);
    const size = site.add('ReduceL2', [name, over], { keepdims: keeps ? 1 : 0 }, kind === 'norm' ? '' : 'length');
    if (kind === 'norm') return { name: size, rank: rank - (keeps ? 0 : 1) };
    const least = site.add('Max', [size, site.numbers('least', site.number('epsilon', 1e-12))], {}, 'least');
    return { name: site.add('Div', [name, least]), rank };
  };

/** The product of a value and a matrix. */
const product: LayerNodes = (site) => {
  const [a, b] = operandsOf(site);
  if (!b || b.rank !== 2) throw site.refuse('multiplies by what is no matrix; expected one of two axes');
  return { name: site.add('MatMul', [a.name, b.name]), rank: a.rank };
};

/** Functions of Keras on values, by the class that Keras gives them in a configuration. */
export const functionNodes: Readonly<Record<string, LayerNodes>> = {
  ...tensorFunctions,
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
  HardSilu: activation('hard_silu'),
  HardSigmoid: activation('hard_sigmoid_3'),
  Softplus: activation('softplus'),
  Mean: reduced('ReduceMean'),
  Sum: reduced('ReduceSum'),
  Max: reduced('ReduceMax'),
  Min: reduced('ReduceMin'),
  Amax: reduced('ReduceMax'),
  Amin: reduced('ReduceMin'),
  Prod: reduced('ReduceProd'),
  Logsumexp: reduced('ReduceLogSumExp'),
  Average: reduced('ReduceMean'),
  Var: spread('var'),
  Std: spread('std'),
  Norm: length('norm'),
  Normalize: length('unit'),
  Dot: product,
  Greater: binary('Greater'),
  GreaterEqual: binary('GreaterOrEqual'),
  Less: binary('Less'),
  LessEqual: binary('LessOrEqual'),
  Equal: binary('Equal'),
  NotEqual: notEqual,
  LogicalAnd: binary('And'),
  LogicalOr: binary('Or'),
  LogicalNot: unary('Not'),
  Mod: binary('Mod'),
  Where: (site) => {
    const all = operandsOf(site);
    if (all.length !== 3) throw site.refuse('is given a condition alone; expected values to choose from');
    return {
      name: site.add(
        'Where',
        all.map(({ name }) => name),
      ),
      rank: Math.max(...all.map(({ rank }) => rank)),
    };
  },
  Cast: (site) => ({
    name: site.add('Cast', [site.input.name], {
      to: /int|bool/.test(String(site.config['dtype'])) ? 'int32' : 'float32',
    }),
    rank: site.input.rank,
  }),
  Log: unary('Log'),
  Log1p: (site) => ({
    name: site.add('Log', [site.add('Add', [site.input.name, site.numbers('one', 1)], {}, 'more')]),
    rank: site.input.rank,
  }),
  Expm1: (site) => ({
    name: site.add('Sub', [site.add('Exp', [site.input.name], {}, 'exp'), site.numbers('one', 1)]),
    rank: site.input.rank,
  }),
  Rsqrt: (site) => ({
    name: site.add('Reciprocal', [site.add('Sqrt', [site.input.name], {}, 'root')]),
    rank: site.input.rank,
  }),
  Reciprocal: unary('Reciprocal'),
  Sign: unary('Sign'),
  Floor: unary('Floor'),
  Ceil: unary('Ceil'),
  Round: unary('Round'),
  Erf: unary('Erf'),
  Sin: unary('Sin'),
  Cos: unary('Cos'),
  Arctan: unary('Atan'),
  Arcsin: unary('Asin'),
  Arccos: unary('Acos'),
  Sinh: unary('Sinh'),
  Cosh: unary('Cosh'),
  Arcsinh: unary('Asinh'),
  Arccosh: unary('Acosh'),
  Arctanh: unary('Atanh'),
  Softsign: unary('Softsign'),
  Swish: activation('swish'),
  HardTanh: activation('hard_tanh'),
  LogSigmoid: activation('log_sigmoid'),
  Mish: activation('mish'),
  Selu: activation('selu'),
  Gelu: gelu('tanh'),
  Softmax: along('Softmax'),
  LogSoftmax: along('LogSoftmax'),
  LeakyRelu: (site) => ({ name: site.add('LeakyRelu', [site.input.name], { alpha: site.number('negative_slope', 0.2) }), rank: site.input.rank }), // prettier-ignore
  Elu: (site) => ({ name: site.add('Elu', [site.input.name], { alpha: site.number('alpha', 1) }), rank: site.input.rank }), // prettier-ignore
};

/** Functions of TensorFlow between the layers of Keras 2, by what `TFOpLambda` calls them. */
export const tensorflowFunctions: Readonly<Record<string, LayerNodes>> = {
  '__operators__.add': functionNodes['Add'],
  'math.add': functionNodes['Add'],
  'math.subtract': functionNodes['Subtract'],
  'math.multiply': functionNodes['Multiply'],
  'math.truediv': functionNodes['Divide'],
  'math.divide': functionNodes['Divide'],
  'math.maximum': functionNodes['Maximum'],
  'math.minimum': functionNodes['Minimum'],
  'math.pow': functionNodes['Power'],
  'math.negative': functionNodes['Negative'],
  'math.abs': functionNodes['Absolute'],
  'math.exp': functionNodes['Exp'],
  'math.sqrt': functionNodes['Sqrt'],
  'math.square': functionNodes['Square'],
  'math.sigmoid': functionNodes['Sigmoid'],
  'math.tanh': functionNodes['Tanh'],
  'math.softplus': functionNodes['Softplus'],
  'linalg.matmul': functionNodes['Matmul'],
  'nn.relu': functionNodes['Relu'],
  'nn.relu6': functionNodes['Relu6'],
  'nn.silu': functionNodes['Silu'],
  'nn.gelu': gelu('none'),
};

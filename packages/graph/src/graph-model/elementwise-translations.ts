import type { Translation } from './emitter.js';

const same =
  (operation: string): Translation =>
  ({ make, inputs }) =>
    make(operation, inputs);

const named: Readonly<Record<string, string>> = {
  Add: 'Add', AddV2: 'Add', Sub: 'Sub', Mul: 'Mul', Div: 'Div', RealDiv: 'Div', DivNoNan: 'Div', Pow: 'Pow', Maximum: 'Max', Minimum: 'Min', AddN: 'Sum',
  Neg: 'Neg', Abs: 'Abs', Exp: 'Exp', Log: 'Log', Sqrt: 'Sqrt', Erf: 'Erf', Sign: 'Sign', Floor: 'Floor', Ceil: 'Ceil', Round: 'Round', Reciprocal: 'Reciprocal', Sin: 'Sin', Cos: 'Cos', Tan: 'Tan', Asin: 'Asin', Acos: 'Acos', Atan: 'Atan', Sinh: 'Sinh', Cosh: 'Cosh', Asinh: 'Asinh', Acosh: 'Acosh', Atanh: 'Atanh',
  Relu: 'Relu', Relu6: 'Relu6', Elu: 'Elu', Selu: 'Selu', Sigmoid: 'Sigmoid', Tanh: 'Tanh', Softplus: 'Softplus', Softsign: 'Softsign', Prelu: 'PRelu',
  Softmax: 'Softmax', LogSoftmax: 'LogSoftmax', Identity: 'Identity', StopGradient: 'Identity', PreventGradient: 'Identity', Snapshot: 'Identity',
  Equal: 'Equal', Less: 'Less', LessEqual: 'LessOrEqual', Greater: 'Greater', GreaterEqual: 'GreaterOrEqual', LogicalAnd: 'And', LogicalOr: 'Or', LogicalNot: 'Not',
  Select: 'Where', SelectV2: 'Where', FloorMod: 'Mod', Mod: 'Mod',
}; // prettier-ignore

/** An activation that a fused operation applies: its name in TensorFlow. */
export const fusedActivation = (
  e: Parameters<Translation>[0],
  name: string,
  value: string,
  slope: string | undefined,
): string => {
  switch (name) {
    case 'Relu':
    case 'Relu6':
    case 'Elu':
    case 'Sigmoid':
    case 'Tanh':
      return e.make(name, [value]);
    case 'LeakyRelu':
      return e.make('LeakyRelu', [value], { alpha: e.number('leakyrelu_alpha', 0.2) });
    case 'Prelu':
      if (slope === undefined) break;
      return e.make('PRelu', [value, slope]);
  }
  throw e.refusal(
    `applies ${name}, which is not known here; expected Relu, Relu6, Elu, LeakyRelu, Prelu, Sigmoid or Tanh`,
  );
};

const clip: Translation = ({ make, inputs, op }) => {
  const [x, low, high] = inputs;
  return op === 'ClipByValue' || op === 'ClipByValueV2' ? make('Clip', [x, low, high]) : make('Clip', [x]);
};

/** Elementwise operations. */
export const elementwiseTranslations: Readonly<Record<string, Translation>> = {
  ...Object.fromEntries(Object.entries(named).map(([op, operation]) => [op, same(operation)])),
  LeakyRelu: ({ make, inputs, number }) => make('LeakyRelu', inputs, { alpha: number('alpha', 0.2) }),
  ClipByValue: clip,
  Square: ({ make, inputs: [x], scalar }) => make('Pow', [x, scalar(2)]),
  Rsqrt: ({ make, inputs: [x] }) => make('Reciprocal', [make('Sqrt', [x])]),
  SquaredDifference: ({ make, inputs, scalar }) => make('Pow', [make('Sub', inputs), scalar(2)]),
  FloorDiv: ({ make, inputs }) => make('Floor', [make('Div', inputs)]),
  Cast: ({ make, inputs, type }) => make('Cast', inputs, { to: type('DstT') }),
  BiasAdd: (e) => {
    if (e.text('data_format', 'NHWC') !== 'NHWC') throw e.refusal('has its channels first; expected NHWC');
    return e.make('Add', e.inputs);
  },
};

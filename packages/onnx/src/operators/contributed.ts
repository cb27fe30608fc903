import { refuse } from '../building/graph-builder.js';
import { chain, type Translations, without } from './translation.js';

const microsoft = 'com.microsoft';

/** Activations that ONNX Runtime fuses into the operation before them. */
const fusedActivations = new Set(['Relu', 'Tanh', 'Sigmoid']);

/** Operators of ONNX Runtime, which its optimiser leaves in files. */
export const contributed: Translations = {
  [`${microsoft}.Gelu`]: (node, builder) => {
    builder.emit(node, { operation: 'Gelu', attributes: {} });
  },
  [`${microsoft}.BiasGelu`]: (node, builder) => {
    const { op, end } = chain(node, builder);
    end('Gelu', [op('Add', node.inputs)]);
  },
  [`${microsoft}.FastGelu`]: (node, builder) => {
    const { op, end } = chain(node, builder);
    const [x, bias = ''] = node.inputs;
    end('Gelu', [bias === '' ? x : op('Add', [x, bias])], { approximate: 'tanh' });
  },
  [`${microsoft}.QuickGelu`]: (node, builder) => {
    const { op, end, float } = chain(node, builder);
    const [x] = node.inputs;
    end('Mul', [x, op('Sigmoid', [op('Mul', [x, float('alpha', node.attributes.number('alpha') ?? 1.702)])])]);
  },
  [`${microsoft}.FusedConv`]: (node, builder) => {
    const { op, end } = chain(node, builder);
    const activation = node.attributes.text('activation') ?? '';
    const [x, w, b = '', z = ''] = node.inputs;
    if (!fusedActivations.has(activation) || z !== '')
      refuse(node, `has the activation "${activation}" fused; expected ${[...fusedActivations].join(', ')}`);
    end(activation, [op('Conv', [x, w, b], without(node, 'activation', 'activation_params'))]);
  },
  [`${microsoft}.FusedMatMul`]: (node, builder) => {
    const { op, end, float } = chain(node, builder);
    const { attributes } = node;
    if (['transA', 'transB', 'transBatchA', 'transBatchB'].some((name) => (attributes.number(name) ?? 0) !== 0))
      refuse(node, 'transposes what it multiplies; optimise the model less before it is saved');
    end('Mul', [op('MatMul', node.inputs), float('alpha', attributes.number('alpha') ?? 1)]);
  },
  [`${microsoft}.SkipLayerNormalization`]: (node, builder) => {
    const { op, end } = chain(node, builder);
    const [x, skip, gamma, beta = '', bias = ''] = node.inputs;
    const sum = op('Add', [x, skip]);
    const epsilon = node.attributes.number('epsilon') ?? 1e-12;
    const normalised = bias === '' ? sum : op('Add', [sum, bias]);
    end('LayerNormalization', [normalised, gamma, beta], { axis: -1, epsilon });
  },
};

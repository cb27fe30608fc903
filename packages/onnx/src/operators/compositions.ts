import { refuse } from '../building/graph-builder.js';
import { chain, type Translation, type Translations } from './translation.js';

/** The chain of an operation, as a translation. */
const composed =
  (
    write: (
      parts: ReturnType<typeof chain>,
      inputs: readonly string[],
      node: Parameters<Translation>[0],
      builder: Parameters<Translation>[1],
    ) => void,
  ): Translation =>
  (node, builder) => {
    write(chain(node, builder), node.inputs, node, builder);
  };

const meanVariance = composed(({ op, end, ints, float }, [x], node) => {
  const axes = ints('axes', node.attributes.numbers('axes') ?? [0, 2, 3]);
  const centred = op('Sub', [x, op('ReduceMean', [x, axes], { keepdims: 1 })]);
  const variance = op('ReduceMean', [op('Mul', [centred, centred]), axes], { keepdims: 1 });
  end('Div', [centred, op('Sqrt', [op('Add', [variance, float('epsilon', 1e-9)])])]);
});

const lpNormalization = composed(({ op, end, ints }, [x], node) => {
  const axes = ints('axes', [node.attributes.number('axis') ?? -1]);
  const p = node.attributes.number('p') ?? 2;
  if (p === 1) return end('Div', [x, op('ReduceSum', [op('Abs', [x]), axes], { keepdims: 1 })]);
  end('Div', [x, op('Sqrt', [op('ReduceSum', [op('Mul', [x, x]), axes], { keepdims: 1 })])]);
});

const rmsNormalization = composed(({ op, end, ints, float }, [x, scale], node, builder) => {
  const axis = node.attributes.number('axis') ?? -1;
  const rank = builder.rankOf(x);
  if (rank === undefined && axis !== -1) refuse(node, 'normalises over axes of a value whose rank is not known');
  const first = axis < 0 ? axis : axis - rank!;
  const axes = ints(
    'axes',
    Array.from({ length: -first }, (_, i) => first + i),
  );
  const square = op('ReduceMean', [op('Mul', [x, x]), axes], { keepdims: 1 });
  const epsilon = float('epsilon', node.attributes.number('epsilon') ?? 1e-5);
  end('Mul', [op('Div', [x, op('Sqrt', [op('Add', [square, epsilon])])]), scale]);
});

/** Values between -λ and λ become 0; others come nearer to it by the bias. */
const shrink = composed(({ op, end, float }, [x], node) => {
  const lambda = node.attributes.number('lambd') ?? 0.5;
  const bias = float('bias', node.attributes.number('bias') ?? 0);
  const above = op('Cast', [op('Greater', [x, float('lambda', lambda)])], { to: 1 });
  const below = op('Cast', [op('Less', [x, float('lambda', -lambda)])], { to: 1 });
  end('Add', [op('Mul', [op('Sub', [x, bias]), above]), op('Mul', [op('Add', [x, bias]), below])]);
});

/**
 * Attention with queries, keys and values of [batch, heads, length, size], or of [batch, length, heads × size] where it is said how many heads there are; a
 * mask of numbers is added.
 */
const attention = composed(({ op, end, float, ints }, [q, k, v, mask = '', ...past], node, builder) => {
  const { attributes, outputs } = node;
  const heads = attributes.number('q_num_heads');
  const isFlat = builder.rankOf(q) === 3 && heads !== undefined && attributes.number('kv_num_heads') === heads;
  const isPlain =
    past.every((input) => input === '') &&
    outputs.slice(1).every((output) => output === '') &&
    (attributes.number('is_causal') ?? 0) === 0 &&
    (attributes.number('softcap') ?? 0) === 0 &&
    (isFlat || builder.rankOf(q) === 4);
  if (!isPlain)
    refuse(
      node,
      'has a past, a causal mask, a soft cap or fewer heads of keys than of queries; export it with an opset below 23, so that it is written out',
    );
  const order = { perm: [0, 2, 1, 3] };
  const byHead = (x: string): string =>
    isFlat ? op('Transpose', [op('Reshape', [x, ints('heads', [0, 0, heads, -1])])], order) : x;
  const queries = byHead(q);
  const keys = op('Transpose', [byHead(k)], { perm: [0, 1, 3, 2] });
  const scale = attributes.number('scale');
  const size = op('Cast', [op('Gather', [op('Shape', [queries]), ints('axis', 3)])], { to: 1 });
  const scaled = scale === undefined ? op('Div', [queries, op('Sqrt', [size])]) : op('Mul', [queries, float('scale', scale)]); // prettier-ignore
  const scores = op('MatMul', [scaled, keys]);
  const weights = op('Softmax', [mask === '' ? scores : op('Add', [scores, mask])], { axis: -1 });
  if (!isFlat) return end('MatMul', [weights, byHead(v)]);
  end('Reshape', [op('Transpose', [op('MatMul', [weights, byHead(v)])], order), ints('joined', [0, 0, -1])]);
});

/** Operators written out of others, as ONNX defines them. */
export const compositions: Translations = {
  MeanVarianceNormalization: meanVariance,
  LpNormalization: lpNormalization,
  RMSNormalization: rmsNormalization,
  Shrink: shrink,
  Attention: attention,
  IsNaN: composed(({ op, end }, [x]) => end('Not', [op('Equal', [x, x])])),
  IsInf: composed(({ op, end, float }, [x]) => end('Equal', [op('Abs', [x]), float('infinity', Infinity)])),
  Tan: composed(({ op, end }, [x]) => end('Div', [op('Sin', [x]), op('Cos', [x])])),
};

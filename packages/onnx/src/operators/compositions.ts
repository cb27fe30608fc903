import { range, sizeOfShape } from '@interp/core/internal';
import { refuse } from '../building/graph-builder.js';
import { chain, type Translation, type Translations, without } from './translation.js';

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

/** A vector without a length stays as it is. */
const lpNormalization = composed(({ op, end, ints, float }, [x], node) => {
  const least = float('least', 1e-30);
  const axes = ints('axes', [node.attributes.number('axis') ?? -1]);
  const p = node.attributes.number('p') ?? 2;
  if (p === 1) return end('Div', [x, op('Max', [op('ReduceSum', [op('Abs', [x]), axes], { keepdims: 1 }), least])]);
  end('Div', [x, op('Max', [op('Sqrt', [op('ReduceSum', [op('Mul', [x, x]), axes], { keepdims: 1 })]), least])]);
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

/** A boolean mask hides, one of numbers is added. */
const attention: Translation = (node, builder) => {
  const mask = builder.isBoolean(node.inputs[3] ?? '') ? 'boolean' : 'added';
  builder.emit(node, { attributes: { ...node.attributes.plain, mask } });
};

/** The p-th root of a sum of p-th powers in a window: so many times their mean. */
const lpPool = composed(({ op, end, float }, [x], node) => {
  const p = node.attributes.number('p') ?? 2;
  const window = node.attributes.numbers('kernel_shape') ?? refuse(node, 'says no kernel_shape; the file is corrupt');
  if ((node.attributes.number('ceil_mode') ?? 0) !== 0)
    refuse(node, 'rounds its size up (ceil_mode); expected it to be rounded down');
  const powers = op('Pow', [op('Abs', [x]), float('p', p)]);
  const means = op('AveragePool', [powers], { ...without(node, 'p'), count_include_pad: 1 });
  const sums = op('Mul', [means, float('size', sizeOfShape(window))]);
  end('Pow', [sums, float('root', 1 / p)]);
});

const globalLpPool = composed(({ op, end, ints, float }, [x], node, builder) => {
  const rank = builder.rankOf(x) ?? refuse(node, 'pools a value whose rank is not known');
  const p = node.attributes.number('p') ?? 2;
  const axes = ints('axes', [...range(2, rank)]);
  const sums = op('ReduceSum', [op('Pow', [op('Abs', [x]), float('p', p)]), axes], { keepdims: 1 });
  end('Pow', [sums, float('root', 1 / p)]);
});

/** Infinities of both signs, or of one. */
const isInfinite = composed(({ op, end, float }, [x], { attributes }) => {
  const [below, above] = ['detect_negative', 'detect_positive'].map((name) => attributes.number(name) ?? 1);
  const infinity = float('infinity', below && above ? Infinity : below ? -Infinity : Infinity);
  if (below || above) return end('Equal', [below && above ? op('Abs', [x]) : x, infinity]);
  end('Less', [infinity, op('Mul', [x, float('none', 0)])]);
});

/** Operators written out of others, as ONNX defines them. */
export const compositions: Translations = {
  MeanVarianceNormalization: meanVariance,
  LpNormalization: lpNormalization,
  RMSNormalization: rmsNormalization,
  Shrink: shrink,
  Attention: attention,
  IsNaN: composed(({ op, end }, [x]) => end('Not', [op('Equal', [x, x])])),
  IsInf: isInfinite,
  LpPool: lpPool,
  GlobalLpPool: globalLpPool,
  SwiGLU: composed(({ op, end }, [gate, value], { attributes }) => {
    end('Mul', [op('Swish', [gate], { alpha: attributes.number('alpha') ?? 1 }), value]);
  }),
  Tan: composed(({ op, end }, [x]) => end('Div', [op('Sin', [x]), op('Cos', [x])])),
};

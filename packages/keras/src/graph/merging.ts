import type { LayerNodes, LayerSite, Value } from './layer-site.js';

/** Keras adds axes of length 1 after the batch to inputs of fewer axes. */
const alike = (site: LayerSite): readonly Value[] => {
  const { inputs } = site;
  const rank = Math.max(...inputs.map((value) => value.rank));
  return inputs.map((value, i) => {
    if (value.rank === rank) return value;
    const axes = Array.from({ length: rank - value.rank }, (_, k) => k + 1);
    return { name: site.add('Unsqueeze', [value.name, site.integers('axes', axes)], {}, `input ${i}`), rank };
  });
};

/** An operation of any number of inputs. */
export const merged =
  (operation: 'Sum' | 'Mean' | 'Max' | 'Min'): LayerNodes =>
  (site) => {
    const values = alike(site);
    return {
      name: site.add(
        operation,
        values.map(({ name }) => name),
      ),
      rank: values[0].rank,
    };
  };

/** An operation of two inputs, one after the other. */
export const folded =
  (operation: 'Mul' | 'Sub'): LayerNodes =>
  (site) => {
    const [first, ...others] = alike(site);
    if (others.length === 0) return first;
    const name = others.reduce(
      (value, other, i) => site.add(operation, [value, other.name], {}, i < others.length - 1 ? `part ${i}` : ''),
      first.name,
    );
    return { name, rank: first.rank };
  };

/** Inputs side by side. */
export const concatenate: LayerNodes = (site) => {
  const { inputs } = site;
  const axis = site.number('axis', -1);
  return {
    name: site.add(
      'Concat',
      inputs.map(({ name }) => name),
      { axis },
    ),
    rank: inputs[0].rank,
  };
};

/** Products of vectors along one axis of each of two inputs. */
export const dot: LayerNodes = (site: LayerSite) => {
  const [a, b] = site.inputs;
  if (!b) throw site.refuse('takes one value; expected two');
  const axes = [site.config['axes']].flat();
  const [first, second] = (axes.length === 1 ? [axes[0], axes[0]] : axes).map(Number);
  if (site.config['normalize'] === true) throw site.refuse('normalises what it multiplies, which is not supported');
  if (a.rank === 2 && b.rank === 2) {
    const product = site.add('Mul', [a.name, b.name], {}, 'products');
    return { name: site.add('ReduceSum', [product, site.integers('axes', [1])], { keepdims: 1 }), rank: 2 };
  }
  const isLast = (axis: number): boolean => axis === 2 || axis === -1;
  if (a.rank !== 3 || b.rank !== 3) throw site.refuse('multiplies values of other than two or three axes');
  const left = isLast(first) ? a.name : site.add('Transpose', [a.name], { perm: [0, 2, 1] }, 'left');
  const right = isLast(second) ? site.add('Transpose', [b.name], { perm: [0, 2, 1] }, 'right') : b.name;
  return { name: site.add('MatMul', [left, right]), rank: 3 };
};

/** The first value and a part of the second one, as InceptionResNet has it. */
export const scaledResidual: LayerNodes = (site) => {
  const [first, second] = site.inputs;
  if (!second) throw site.refuse('takes one value; expected two');
  const part = site.add('Mul', [second.name, site.numbers('scale', site.number('scale', 1))], {}, 'part');
  return { name: site.add('Add', [first.name, part]), rank: first.rank };
};

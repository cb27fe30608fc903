import { activated, beforeActivation } from './activations.js';
import type { LayerNodes } from './layer-site.js';
import { operandsOf } from './operands.js';

/** An equation without spaces, and how many axes it gives of values of some numbers of axes; none where it does not say what it gives. */
const read = (
  text: string,
  ranks: readonly number[],
): { readonly equation: string; readonly rank: number | undefined } => {
  const equation = text.replace(/\s+/g, '');
  const [left, right] = equation.split('->');
  const named = (term: string): number => term.replace('...', '').length;
  const dots = left.split(',').map((term, i) => (term.includes('...') ? ranks[i] - named(term) : 0));
  return {
    equation,
    rank: right === undefined ? right : named(right) + (right.includes('...') ? Math.max(...dots) : 0),
  };
};

/** A dense layer by an equation, `abc,cd->abd`. */
export const einsumDense: LayerNodes = (site) => {
  const kernelRank = site.weightShape(0).length;
  const { equation, rank } = read(String(site.config['equation']), [site.input.rank, kernelRank]);
  if (rank === undefined || !equation.includes(',')) throw site.refuse('has an equation of other than two terms');
  const hasBias = (site.config['bias_axes'] ?? null) !== null;
  const part = beforeActivation(site, hasBias ? 'sum' : 'product');
  const product = site.add('Einsum', [site.input.name, site.weight(0, kernelRank)], { equation }, hasBias ? 'product' : part); // prettier-ignore
  const sum = hasBias ? site.add('Add', [product, site.weight(1, site.weightShape(1).length)], {}, part) : product;
  return { name: activated(site, sum), rank };
};

/** Products of values and numbers by an equation. */
export const einsum: LayerNodes = (site) => {
  const values = operandsOf(site);
  const { subscripts, equation: said } = site.config as { readonly subscripts?: string; readonly equation?: string };
  const { equation, rank } = read(subscripts ?? said ?? '', values.map((value) => value.rank)); // prettier-ignore
  if (rank === undefined) throw site.refuse('does not say the axes of what it gives');
  return { name: site.add('Einsum', values.map(({ name }) => name), { equation }), rank }; // prettier-ignore
};

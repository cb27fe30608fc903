import { activated, beforeActivation } from './activations.js';
import type { LayerNodes } from './layer-site.js';

/** A dense layer by an equation, `abc,cd->abd`. */
export const einsumDense: LayerNodes = (site) => {
  const equation = String(site.config['equation']).replace(/\s+/g, '');
  const [left, right] = equation.split('->');
  const { rank } = site.input;
  const [own] = (left ?? '').split(',');
  if (right === undefined || !equation.includes(',')) throw site.refuse('has an equation of other than two terms');
  const dots = own.includes('...') ? rank - own.replace('...', '').length : 0;
  const ranks = { in: rank, out: right.replace('...', '').length + dots };
  const axes = site.config['bias_axes'] ?? null;
  const part = beforeActivation(site, axes === null ? 'product' : 'sum');
  const product = site.add('Einsum', [site.input.name, site.weight(0, site.weightShape(0).length)], { equation }, axes === null ? part : 'product'); // prettier-ignore
  const sum =
    axes === null ? product : site.add('Add', [product, site.weight(1, site.weightShape(1).length)], {}, part);
  return { name: activated(site, sum), rank: ranks.out };
};

import { random } from '@interp/core';
import { rbm, variants, type Rbm, type Variant } from '../src/index.js';

/** A small RBM with numbers of order 1. */
export const smallRbm = (variant: Variant, visible = 3, hidden = 2, perPixel = true, seed = 1): Rbm => {
  const stream = random(seed);
  const count = variant.sigma === 'one-or-per-pixel' && perPixel ? visible : 1;
  return rbm({
    variant,
    inputShape: [visible],
    parameters: {
      weights: stream.normals(visible * hidden, 0, 0.8),
      visibleBias: stream.normals(visible, 0.2, 0.5),
      hiddenBias: stream.normals(hidden, -0.1, 0.5),
      sigma: variant.sigma === 'none' ? Float32Array.of(1) : stream.uniforms(count, 0.5, 1.2),
    },
  });
};

/** Every kind of model: name, variant, one σ per pixel or not. */
export const kinds: readonly (readonly [string, Variant, boolean])[] = [
  ['binary', variants.binary, false],
  ['cho with one sigma', variants.cho, false],
  ['cho per pixel', variants.cho, true],
  ['krizhevsky with one sigma', variants.krizhevsky, false],
  ['krizhevsky per pixel', variants.krizhevsky, true],
  ['goodfellow', variants.goodfellow, false],
];

/** E(v, h), each variant written out from its formula. */
export const slowEnergy = ({ variant, parameters, visible, hidden }: Rbm, v: number[], h: number[]): number => {
  const { weights: W, visibleBias: b, hiddenBias: c, sigma } = parameters;
  const s = (i: number): number => sigma[sigma.length === 1 ? 0 : i];
  let e = 0;
  for (let i = 0; i < visible; i++)
    switch (variant.name) {
      case 'binary':
        e -= b[i] * v[i];
        break;
      case 'goodfellow':
        e += (v[i] ** 2 / 2 - b[i] * v[i]) / s(0) ** 2;
        break;
      default:
        e += (v[i] - b[i]) ** 2 / (2 * s(i) ** 2);
    }
  for (let j = 0; j < hidden; j++) e -= (c[j] * h[j]) / (variant.name === 'goodfellow' ? s(0) ** 2 : 1);
  for (let i = 0; i < visible; i++)
    for (let j = 0; j < hidden; j++) {
      const scale = { binary: 1, cho: s(i) ** 2, krizhevsky: s(i), goodfellow: s(0) ** 2 }[variant.name];
      e -= (v[i] * W[i * hidden + j] * h[j]) / scale;
    }
  return e;
};

/** All vectors of 0 and 1. */
export const allStates = (units: number): number[][] =>
  Array.from({ length: 2 ** units }, (_, bits) => Array.from({ length: units }, (_, u) => (bits >> u) & 1));

/** log p*(v) by summing over all hidden vectors. */
export const slowLogDensity = (model: Rbm, v: number[]): number =>
  Math.log(allStates(model.hidden).reduce((sum, h) => sum + Math.exp(-slowEnergy(model, v, h)), 0));

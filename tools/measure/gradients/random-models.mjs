// Networks put together at random: of every kind of layer, with branches, shared layers and models within models.
import { random } from '@interp/core';
import { activationNames, onAxes } from './random-layers.mjs';

/** The choices of one network, in order; the same seed chooses the same for each TensorFlow.js. */
const chooser = (seed) => {
  const stream = random(seed);
  const uniform = () => stream.uniforms(1, 0, 1)[0];
  const below = (n) => Math.min(n - 1, Math.floor(n * uniform()));
  return { below, of: (list) => list[below(list.length)], chance: (p) => uniform() < p };
};

/** A causal convolution by layers that TensorFlow.js can run: zeros in front, and a convolution. */
const paddedInFront = ({ layers }, { kernelSize, dilationRate = 1, ...options }) => ({
  apply: (x) => {
    const [, width, channels] = x.shape;
    const before = dilationRate * (kernelSize - 1);
    const wide = layers.reshape({ targetShape: [width, 1, channels] }).apply(x);
    const padded = layers.zeroPadding2d({ padding: [[before, 0], [0, 0]] }).apply(wide); // prettier-ignore
    const rows = layers.reshape({ targetShape: [width + before, channels] }).apply(padded);
    return layers.conv1d({ kernelSize, dilationRate, ...options, padding: 'valid' }).apply(rows);
  },
});

const inputShapes = [[5], [7], [6, 3], [7, 2], [9, 1], [5, 6, 2], [6, 5, 1], [2, 6, 6], [4, 3, 4, 2], [3, 4, 4, 1]];

/** How networks end: given the layers, a number of classes and the value before the end, the output. */
const endings = {
  none: ({ layers }, units, x) => layers.dense({ units }).apply(x),
  softmax: ({ layers }, units, x) => layers.dense({ units, activation: 'softmax' }).apply(x),
  logSoftmax: ({ layers }, units, x) => layers.dense({ units, activation: 'logSoftmax' }).apply(x),
  'softmax by itself': ({ layers }, units, x) => layers.softmax({}).apply(layers.dense({ units }).apply(x)),
  'softmax, copied': ({ layers }, units, x) => {
    const y = layers.reshape({ targetShape: [units] }).apply(layers.dense({ units, activation: 'softmax' }).apply(x));
    return layers.dropout({ rate: 0.2 }).apply(y);
  },
  'softmax, nested': (tfl, units, x) => {
    const { dense, activation } = tfl.layers;
    const list = [dense({ units, inputShape: x.shape.slice(1) }), activation({ activation: 'softmax' })];
    return tfl.sequential({ layers: list }).apply(x);
  },
  sigmoid: ({ layers }, units, x) => layers.dense({ units, activation: 'sigmoid' }).apply(x),
  binary: ({ layers }, _, x) => layers.dense({ units: 1, activation: 'sigmoid' }).apply(x),
  normalised: ({ layers }, units, x) => layers.batchNormalization({}).apply(layers.dense({ units }).apply(x)),
};

/**
 * A network by its seed: the shape of its input, and how to build it with one TensorFlow.js or another. What it is made of is its `plan`; `ending` says
 * how its scores become its output.
 *
 * @param {number} seed
 * @param {{ depth?: number }} [options] - `depth`: how many parts at most
 * @returns {{ inputShape: number[], build: (tfl: any, causal?: (tfl: any, options: any) => any) => { model: any, ending: string, plan: string[] } }}
 */
export function randomModel(seed, { depth = 4 } = {}) {
  const inputShape = chooser(seed).of(inputShapes);
  const build = (tfl, causal = paddedInFront) => {
    const choose = chooser(seed + 1_000_000);
    /** @type {string[]} */
    const plan = [];
    const say = (name, options = {}) => {
      plan.push(`${name} ${JSON.stringify(options)}`);
      return options;
    };
    const draw = { ...choose, tfl, say, causal };
    const { below, of, chance } = choose;
    const input = tfl.input({ shape: inputShape });
    /** @type {any} */
    let x = input;
    for (let parts = 1 + below(depth); parts > 0; parts--) {
      const size = x.shape.slice(1).reduce((a, b) => a * b, 1);
      if (size <= 400) x = onAxes[x.shape.length - 2]?.(draw, x) ?? x;
    }
    const { dense, flatten } = tfl.layers;
    if (chance(0.2) && x.shape.length > 2)
      x = dense(say('dense', { units: 2, activation: of(activationNames) })).apply(x);
    const isFirst = chance(0.15) && x.shape.length > 3;
    if (x.shape.length > 2) x = flatten(say('flatten', isFirst ? { dataFormat: 'channelsFirst' } : {})).apply(x);
    const [classes, ending] = [of([2, 3, 3, 4, 10]), of(Object.keys(endings))];
    say(`end: ${ending}`, { classes });
    return { model: tfl.model({ inputs: input, outputs: endings[ending](tfl, classes, x) }), ending, plan };
  };
  return { inputShape, build };
}

const logit = (p) => Math.log(p) - Math.log1p(-p);

/**
 * The scores that an output comes from.
 *
 * @param {string} ending - of the model
 * @param {readonly number[]} row - its output for an image
 * @returns {{ scores: number[], upToShift: boolean }} `upToShift`: whether they are known up to what is common to all
 */
export function scoresBehind(ending, row) {
  if (ending === 'none' || ending === 'normalised') return { scores: [...row], upToShift: false };
  if (ending === 'binary') return { scores: [0, logit(row[0])], upToShift: false };
  if (ending === 'sigmoid') return { scores: row.map(logit), upToShift: false };
  return { scores: ending === 'logSoftmax' ? [...row] : row.map((p) => Math.log(p)), upToShift: true };
}

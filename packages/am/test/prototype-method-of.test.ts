import * as am from '@interp/am';
import { startBackend } from '@interp/backend';
import { classifier, type Decoder, type Density } from '@interp/core';
import { refused } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';

beforeAll(() => startBackend('wasm'));

const net = classifier(
  (x) => tf.matMul(tf.reshape(x, [-1, 4]), tf.tensor2d([3, -1, -2, 1, 1, 0, 2, -3, 0, 1, -1, 2], [4, 3])),
  { inputShape: [2, 2, 1], classes: 3, bounds: [-1, 1] },
);
const expert: Density = {
  inputShape: [2, 2, 1],
  logDensity: (x) => tf.mul(tf.sum(tf.square(tf.reshape(x, [-1, 4])), 1), -0.5),
  gradLogDensity: (x) => tf.neg(x),
};
const decoder: Decoder = {
  latentSize: 4,
  outputShape: [2, 2, 1],
  bounds: [-1, 1],
  decode: (z) => tf.reshape(tf.tanh(z), [-1, 2, 2, 1]),
};

type Found = Awaited<ReturnType<am.PrototypeMethod>>;
const task = { classes: [0, 2] } as const;
const cases: readonly (readonly [am.PrototypeMethodOptions, () => Promise<Found>])[] = [
  [{ method: 'am', seed: 3, steps: 4 }, () => am.prototypes(net, { ...task, seed: 3, steps: 4 })],
  [
    { method: 'am', optimizer: 'plain', rate: 0.2, objective: 'logit', lambda: 0.1, steps: 3, restarts: 1 },
    () =>
      am.prototypes(net, {
        ...{ ...task, optimizer: am.plain({ rate: 0.2 }), objective: 'logit', lambda: 0.1, steps: 3, restarts: 1 },
      }),
  ],
  [
    { method: 'background', side: 1, order: 'columns' },
    () => am.backgroundAddition(net, 'blank', { ...task, side: 1, order: 'columns' }),
  ],
  [
    { method: 'background', side: 1, alternate: 1, steps: 3, optimizer: 'momentum' },
    () =>
      am.backgroundAddition(net, 'blank', {
        ...{ ...task, side: 1, alternate: 1, ascent: { steps: 3, optimizer: am.momentum() } },
      }),
  ],
  [
    { method: 'expert', gamma: 0.5, steps: 4 },
    () => am.expertPrototypes(net, expert, { ...task, gamma: 0.5, steps: 4 }),
  ],
  [
    { method: 'expert', rate: 0.2, steps: 4 },
    () =>
      am.expertPrototypes(net, expert, {
        ...{ ...task, optimizer: am.linearDecay(am.adam({ rate: 0.2, beta2: 0.99 }), 4), steps: 4 },
      }),
  ],
  [
    { method: 'decoder', draws: 3, restarts: 2, steps: 4, threshold: 0 },
    () => am.decoderPrototypes(net, decoder, { ...task, draws: 3, restarts: 2, steps: 4, threshold: 0, expert }),
  ],
];

test.each(cases)('%j finds what the function of that method finds', async (options, find) => {
  const made = am.prototypeMethodOf(JSON.parse(JSON.stringify(options)) as typeof options);
  const [ours, theirs] = [await made(net, { ...task, expert, decoder }), await find()];
  expect(ours.images.dataSync()).toEqual(theirs.images.dataSync());
  expect(ours.latents?.dataSync()).toEqual(theirs.latents?.dataSync());
  tf.dispose([ours.images, theirs.images, ours.latents ?? [], theirs.latents ?? []]);
});

test.each<[unknown, RegExp]>([
  [{ method: 'dream' }, /method/],
  [{}, /method/],
  [{ method: 'am', side: 3 }, /^the option side means nothing to am; leave it out$/],
  [{ method: 'expert', objective: 'logit' }, /^the option objective means nothing to expert/],
  [{ method: 'background', steps: 3 }, /^the option steps means nothing to background without the option alternate/],
  [{ method: 'background', rate: 3, alternate: 0 }, /^the option rate means nothing to background without/],
  [{ method: 'am', step: 3 }, /did you mean "steps"/],
  [{ method: 'am', rate: 0 }, /rate/],
])('%j is refused', async (options, message) => {
  const { code, message: said } = await refused(() => am.prototypeMethodOf(options as am.PrototypeMethodOptions));
  expect([code, said]).toEqual(['bad-option', expect.stringMatching(message)]);
});

test.each(['expert', 'decoder'] as const)('%s is refused without what it goes by', async (method) => {
  const { code, message } = await refused(() => am.prototypeMethodOf({ method })(net, task));
  expect([code, message]).toEqual(['bad-option', expect.stringMatching(`the method ${method} is given no ${method}`)]);
});

import * as adversarial from '@interp/adversarial';
import * as am from '@interp/am';
import type { Steps } from '@interp/core';
import * as gan from '@interp/gan';
import * as lenet from '@interp/lenet';
import * as rbm from '@interp/rbm';
import * as sevenseg from '@interp/sevenseg';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../tools/lib/workspace.mjs';
import { decoder, expert, smallDigits, type SmallDigits } from './small-digits.js';
import { refused } from '@interp/testing/refusal';

let digits: SmallDigits;
let model: rbm.Rbm;

beforeAll(async () => {
  digits = await smallDigits();
  model = await rbm.initialRbm(digits.data, { hidden: 2 });
});

/** Every generator of steps, given options that are none. */
const begun: Readonly<Record<string, (options: never) => Steps<unknown, unknown>>> = {
  attackSteps: (options) => adversarial.attackSteps(digits.net, digits.x, adversarial.deepFool(), options),
  robustAccuracySteps: (options) =>
    adversarial.robustAccuracySteps(digits.net, digits.x, adversarial.deepFool(), options),
  measureRobustnessSteps: (options) => adversarial.measureRobustnessSteps(digits.net, digits.data, options),
  measureDriftSteps: (options) =>
    adversarial.measureDriftSteps(digits.net, digits.x, adversarial.deepFool(), {}, options),
  universalPerturbationSteps: (options) => adversarial.universalPerturbationSteps(digits.net, digits.x, options),
  prototypeSteps: (options) => am.prototypeSteps(digits.net, options),
  expertPrototypeSteps: (options) => am.expertPrototypeSteps(digits.net, expert, options),
  decoderPrototypeSteps: (options) => am.decoderPrototypeSteps(digits.net, decoder, options),
  backgroundAdditionSteps: (options) => am.backgroundAdditionSteps(digits.net, 'blank', options),
  trainGanSteps: (options) =>
    gan.trainGanSteps(digits.net.network!.model!, digits.net.network!.model!, digits.data, options),
  evaluateGanSteps: (options) =>
    gan.evaluateGanSteps(decoder, digits.net, { train: digits.data, test: digits.data }, options),
  trainSteps: (options) => lenet.trainSteps(digits.net.network!.model!, digits.data, options),
  evaluateSteps: (options) => lenet.evaluateSteps(digits.net, digits.data, options),
  trainRbmSteps: (options) => rbm.trainRbmSteps(model, digits.data, options),
  aisSteps: (options) => rbm.aisSteps(model, options),
  evaluateRbmSteps: (options) => rbm.evaluateRbmSteps(model, digits.data, options),
  logPartitionSteps: (options) => rbm.logPartitionSteps(model, options),
  gibbsSteps: (options) => rbm.gibbsSteps(model, digits.x, options),
  robustnessSteps: (options) => sevenseg.robustnessSteps(digits.net, options),
};

test('every generator of steps with options is tried', () => {
  const packages = ['adversarial', 'am', 'gan', 'lenet', 'rbm', 'sevenseg'];
  const reports = packages.map((name) => readFileSync(join(root, 'etc', `${name}.api.md`), 'utf8')).join('\n');
  const names = [...reports.matchAll(/^export function (\w+Steps)\(.*options/gm)].map(([, name]) => name);
  expect(Object.keys(begun).sort()).toEqual(names.sort());
});

test.each(Object.entries(begun))('%s refuses at its first step what is no object of options', async (_, begin) => {
  for (const options of [null, 5, []]) {
    const { code, message } = await refused(() => begin(options as never).next(false));
    expect([code, message]).toEqual(['bad-option', expect.stringContaining('expected an object of options')]);
  }
});

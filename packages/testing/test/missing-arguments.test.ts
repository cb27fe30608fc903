import * as adversarial from '@interp/adversarial';
import { writeSafetensors } from '@interp/files';
import { saveModel } from '@interp/files/node';
import { evaluate } from '@interp/lenet';
import * as lrp from '@interp/lrp';
import { fitNovelty } from '@interp/novelty';
import { refused } from '@interp/testing/refusal';
import { type SmallDigits, smallDigits } from './small-digits.js';

let digits: SmallDigits;
beforeAll(async () => {
  digits = await smallDigits();
});

/** What callers in JavaScript leave out or give as something else. */
const nothing = undefined as never;
const empty = {} as never;

const uses: readonly (readonly [string, (given: SmallDigits) => unknown, RegExp])[] = [
  ['attack without a method', ({ net, x }) => adversarial.attack(net, x, nothing), /attack method .*fgsm/],
  ['attack by something else', ({ net, x }) => adversarial.attack(net, x, empty), /attack method .*fgsm/],
  ['perturbed without a method', ({ net, x }) => adversarial.perturbed(net, x, nothing), /attack method .*fgsm/],
  ['attackSteps without a method', ({ net, x }) => adversarial.attackSteps(net, x, nothing).next(), /attack method/],
  ['compareExplanations without methods', ({ net, x }) => lrp.compareExplanations(net, x, nothing).next(), /by name/],
  [
    'compareExplanations of no function',
    ({ net, x }) => lrp.compareExplanations(net, x, { lrp: empty }).next(),
    /the method "lrp" .*by name/,
  ],
  ['parameterRandomisation', ({ net, x }) => lrp.parameterRandomisation(net, x, nothing), /function that explains/],
  [
    'explanationDrift',
    ({ net, x }) => adversarial.explanationDrift(net, x, x, nothing),
    /expected a function that returns relevance/,
  ],
  ['measureDrift', ({ net, x }) => adversarial.measureDrift(net, x, nothing, nothing), /methods|explain/],
  ['evaluate without data', ({ net }) => evaluate(net, nothing), /expected labelled images/],
  ['evaluate of no images', ({ net }) => evaluate(net, empty), /expected labelled images/],
  ['evaluate without labels', ({ net, data }) => evaluate(net, { ...data, labels: nothing }), /the labels of the data/],
  ['fitNovelty without images', ({ net }) => fitNovelty(net, nothing), /expected labelled images/],
  ['fitNovelty of something else', ({ net }) => fitNovelty(net, digits.x as never), /expected labelled images/],
  ['saveModel of nothing', () => saveModel(null as never, 'not-made'), /expected a tf\.LayersModel/],
  ['writeSafetensors of an object', () => writeSafetensors(empty), /expected pairs of a name and a value/],
  ['writeSafetensors of nothing', () => writeSafetensors(nothing), /expected pairs of a name and a value/],
  ['writeSafetensors of names', () => writeSafetensors(['weights'] as never), /each of the tensors is no list of 2/],
  ['writeSafetensors with wrong metadata', () => writeSafetensors([], empty), /the metadata .*expected pairs/],
];

test.each(uses)('%s: says what was expected', async (_, use, expected) => {
  const { code, message } = await refused(() => use(digits));
  expect([code, message]).toEqual(['bad-option', expect.stringMatching(expected)]);
});

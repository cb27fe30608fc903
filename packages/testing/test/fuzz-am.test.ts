import * as am from '@interp/am';
import * as sevenseg from '@interp/sevenseg';
import { around, fuzzPackage, type Attempt } from './fuzz-package.js';
import { decoder, expert, smallDigits, soon, type SmallDigits } from './small-digits.js';

let digits: SmallDigits;

beforeAll(async () => {
  digits = await smallDigits();
});

const ascending =
  (optimizer: (options: never) => am.AscentOptimizer): Attempt =>
  (options) =>
    am.prototypes(digits.net, { steps: 2, classes: [1], optimizer: optimizer(options), ...soon() });
const short = (options: unknown): never => around({ steps: 2 }, options, soon());

fuzzPackage(
  'am',
  {
    adam: ascending(am.adam),
    plain: ascending(am.plain),
    momentum: ascending(am.momentum),
    prototypes: (options) => am.prototypes(digits.net, short(options)),
    expertPrototypes: (options) => am.expertPrototypes(digits.net, expert, short(options)),
    decoderPrototypes: (options) => am.decoderPrototypes(digits.net, decoder, short(options)),
    backgroundAddition: (options) => am.backgroundAddition(digits.net, 'blank', around({}, options, soon())),
    'backgroundAddition.ascent': (ascent) =>
      am.backgroundAddition(digits.net, 'blank', {
        side: 14,
        passes: 1,
        alternate: 1,
        ascent: around({ steps: 2 }, ascent),
        ...soon(),
      }),
    prototypeMethodOf: (options) =>
      am.prototypeMethodOf(around({ method: 'am' }, options))(digits.net, { classes: [1], ...soon() }),
    latentWalk: (options) =>
      am.latentWalk(
        decoder,
        [
          [1, 2],
          [3, 4],
        ],
        options,
      ),
    latentInterpolation: (options) => am.latentInterpolation(decoder, [1, 2], [3, 4], options),
  },
  { inner: { 'backgroundAddition.ascent': 'PrototypeOptions' } },
);

fuzzPackage('sevenseg', {
  segmentImages: (options) => sevenseg.segmentImages(options),
  robustness: (options) =>
    sevenseg.robustness(digits.net, around({ thicknesses: [2], shifts: [[0, 0]], slants: [0] }, options, soon())),
});

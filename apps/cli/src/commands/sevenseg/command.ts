import { commandOf } from '../../shell/command.js';
import { numberList, withModel } from '../../shell/options.js';
import { rejectDefaults, rejectOptions } from '../../shell/reject-options.js';
import type { SevensegOptions } from './options.js';

/** Pixels to the right, or to the right and downwards with a comma between. */
const shift = (text: string): readonly [right: number, down: number] => {
  const expected = 'pixels to the right and downwards, as 2,-1';
  const [right, down = 0] = numberList('--shift', expected, { lengths: [1, 2] })(text);
  return [right, down];
};

const loadDefaults = async () => {
  const { segmentImageOptions, segmentShares } = await import('@interp/sevenseg');
  const { length: lengthShare, thickness: thicknessShare } = segmentShares;
  return { ...segmentImageOptions.defaults, lengthShare, thicknessShare, ...(await rejectDefaults()) };
};

/** `interp sevenseg` */
export const sevensegCommand = commandOf<SevensegOptions>('sevenseg', {
  says: 'what the network answers to all 128 images of a seven-segment digit',
  shared: [withModel],
  own: {
    ...rejectOptions('also which of the 128 are refused as no digit'),
    '--length <pixels>': ['of a segment (default: {lengthShare} of the shorter side)', { above: 0 }],
    '--thickness <pixels>': ['of a segment (default: {thicknessShare} of it)', { above: 0 }],
    '--slant <n>': ['pixels to the right per pixel upwards', {}],
    '--shift <right,down>': ['offset from the centre, in pixels', shift],
    '--noise <n>': ['standard deviation of noise on every pixel', { min: 0 }],
    '--no-antialias': 'only black and white pixels',
    '--robustness': 'also test the digits in 225 geometries: thickness, shift, slant',
    '--picture <name>': [
      'the ten digits, the three surest images of each class, or a map of all 128',
      ['atlas', 'digits', 'columns'],
      'atlas',
    ],
  },
  defaults: loadDefaults,
  help: `
Segments: a at the top, b and c on the right, d at the bottom, e and f on the left, g in the middle.

Examples:
  interp sevenseg --out atlas.png
  interp sevenseg --picture columns --out columns.png --model my-lenet/model.json
  interp sevenseg --thickness 4 --slant 0.2 --shift 1,-2 --json --save segments.safetensors
  interp sevenseg --robustness`,
  work: async (_, options, job) => (await import('./run.js')).run(options, job),
});

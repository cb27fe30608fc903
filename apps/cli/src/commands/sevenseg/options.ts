import { rejectOptions } from '../../shell/reject-options.js';
import {
  numberList,
  type CommonOptions,
  type ModelOptions,
  type OptionsOf,
  type OptionTexts,
} from '../../shell/options.js';

/** Pixels to the right, or to the right and downwards with a comma between. */
const shift = (text: string): readonly [right: number, down: number] => {
  const expected = 'pixels to the right and downwards, as 2,-1';
  const [right, down = 0] = numberList('--shift', expected, { lengths: [1, 2] })(text);
  return [right, down];
};

/** The options of the command's own. */
export const sevensegTexts = {
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
} as const satisfies OptionTexts;

/** Options of `interp sevenseg`. */
export type SevensegOptions = CommonOptions & ModelOptions & OptionsOf<typeof sevensegTexts>;

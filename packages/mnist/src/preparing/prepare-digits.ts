import { choice, number, optionsTable } from '@interp/checks';
import { componentsOf, type Components } from './components.js';
import { fitDigit } from './fit-digit.js';
import { chooseStrokes } from './choose-strokes.js';
import { longer } from './extent.js';
import { groupStrokes, leastSide, type StrokeGroup } from './group-strokes.js';
import { inReadingOrder } from './reading-order.js';
import { inkOf, type Ink, type InkSide } from './ink.js';
import { looksOf } from './looks.js';
import { isOnSheet, sheetAlone, sheetIn } from './sheet.js';
import { soloInk } from './solo-ink.js';
import { liesOnPaper } from './lies-on-paper.js';
import { looksLikeTwo } from './looks-like-two.js';
import { flatPaper, paperOf } from './paper.js';
import { brightness, checkPicture, lookAt, opacity, reducePicture, type Picture, type Plane } from './picture.js';

/** Options of {@link prepareDigits}. */
export interface PrepareDigitsOptions {
  /** Which strokes are looked for: darker than what they are on, brighter, or those with the greater contrast. Default `auto`. */
  readonly ink?: 'auto' | InkSide;
  /**
   * What the strokes are on: `found`, as photographs and scans need it, whose light is uneven and which show more than the sheet, or `flat`,
   * the one grey that most pixels have, as on a canvas that was drawn on, which takes a tenth of the time. Default `found`.
   */
  readonly paper?: 'found' | 'flat';
  /** The most digits that are returned, the first in reading order. Default 1000. */
  readonly most?: number;
}

/** Checks and defaults of {@link PrepareDigitsOptions}. */
export const prepareDigitsOptions = optionsTable<PrepareDigitsOptions>()({
  ink: choice(['auto', 'dark', 'bright'], { default: 'auto' }),
  paper: choice(['found', 'flat'], { default: 'found' }),
  most: number({ min: 1, integer: true, default: 1000 }),
});

/** A digit that was found in a picture, as MNIST would have it. */
export interface PreparedDigit {
  /** Grey values 0 (background) to 255 (stroke), `[28, 28]`. */
  readonly pixels: Uint8Array;
  /** Where it is, in pixels of the picture: left edge, top edge, width, height. */
  readonly box: readonly [x: number, y: number, width: number, height: number];
  /** The square of the picture that the whole image shows, likewise; it may go beyond the picture. For heatmaps over the picture. */
  readonly frame: readonly [x: number, y: number, width: number, height: number];
  /** Whether its strokes are darker than what they are on, brighter, or what is opaque. */
  readonly ink: InkSide | 'opaque';
  /** How far strokes are from what they are on, as a share of the range from black to white, in the best light of the picture. */
  readonly contrast: number;
  /** Whether that is so little, less than 0.2, that specks and stains may be taken for strokes. */
  readonly lowContrast: boolean;
  /** Whether it may be two digits that touch: far wider than high, or joined by one stroke between two high sides. */
  readonly touching: boolean;
  /** Whether the border of the picture cuts it. */
  readonly cut: boolean;
}

/** What was found in a picture. */
export interface FoundDigits {
  /** The digits in reading order. */
  readonly digits: readonly PreparedDigit[];
  /** Whether there is any ink at all: with it and no digits, none of it could be one. Printed lines and noise are no ink. */
  readonly hasInk: boolean;
}

/** Below this contrast it is said to be low. */
const lowContrast = 0.2;
/** Pixels that the analysis is done on; larger pictures are reduced. */
const mostPixels = 1_500_000;
/** The least shorter side to which a picture is reduced where noise hides its ink. */
const leastReduced = 80;

/** What was found on one side of the paper. */
interface Finding {
  readonly ink: Ink;
  readonly components: Components;
  readonly groups: readonly StrokeGroup[];
  readonly side: InkSide;
  readonly contrast: number;
  readonly hasInk: boolean;
}

const findOn = (side: InkSide, plane: Plane, paper: Float32Array): Finding => {
  const ink = inkOf(plane, paper, side);
  const components = componentsOf(ink);
  const strokes = chooseStrokes(ink, components);
  const groups = groupStrokes(ink, strokes, components.labels);
  return {
    ink,
    components,
    groups,
    side,
    contrast: groups.length === 0 ? 0 : ink.level,
    hasInk: strokes.some((one) => longer(one) >= leastSide(ink)),
  };
};

/** Which ink is wanted, and on what. */
type Wanted = Required<Pick<PrepareDigitsOptions, 'ink' | 'paper'>>;

/** What was found in a picture reduced by a factor: on the side of the greater contrast, and whether there is ink on any. */
interface Look extends Finding {
  readonly factor: number;
  readonly isOpacity: boolean;
}

const lookFor = (picture: Picture, { ink: wanted, paper: given }: Wanted, factor: number): Look => {
  const small = reducePicture(picture, factor);
  const isFlat = given === 'flat';
  const look = isFlat ? { weights: brightness, paper: 255 } : looksOf(small);
  const isOpacity = look === opacity;
  const sides = (['dark', 'bright'] as const).filter((side) => isOpacity || wanted === 'auto' || wanted === side);
  const find = (shown: Picture): Omit<Look, 'factor'> => {
    const plane = lookAt(shown, look);
    const paper = isFlat ? flatPaper(plane) : paperOf(plane);
    const findings = sides.map((side) => findOn(side, plane, paper)).sort((a, b) => b.contrast - a.contrast);
    return { ...findings[0], hasInk: findings.some(({ hasInk }) => hasInk), isOpacity };
  };
  const sheet = isOpacity || isFlat ? undefined : sheetIn(lookAt(small, look));
  if (sheet === undefined) return { ...find(small), factor };
  const written = find(sheetAlone(small, sheet));
  if (written.groups.length > 0) return { ...written, factor };
  // It may lie beside what is written, as a telephone does; but is no digit itself, and nor are its edges.
  const whole = find(small);
  return { ...whole, groups: whole.groups.filter((group) => !isOnSheet(group, sheet)), factor };
};

/** Looks for ink; where noise hides it, as in the dark, in the picture reduced by half again and again, which halves the noise each time. */
const lookThroughNoise = (picture: Picture, wanted: Wanted): Look => {
  const factor = Math.max(1, Math.ceil(Math.sqrt((picture.width * picture.height) / mostPixels)));
  const first = lookFor(picture, wanted, factor);
  if (first.hasInk) return first;
  const most = Math.min(picture.width, picture.height) / leastReduced;
  for (let coarser = 2 * factor; coarser <= most; coarser *= 2) {
    const next = lookFor(picture, wanted, coarser);
    if (next.groups.length > 0) return next;
  }
  return first;
};

/**
 * {@link prepareDigits} that also says whether there is any ink, to tell a blank sheet from one that shows something else.
 *
 * @param picture - RGBA bytes; borrowed
 * @param options - which strokes, how many
 * @returns the digits, and whether there is ink
 * @throws InterpError `bad-shape` for bytes that do not fit the size, `bad-option`
 *
 * @example
 * ```ts
 * import { findDigits } from '@interp/mnist';
 *
 * const blank = new Uint8Array(4 * 60 * 40).fill(255);
 * console.log(findDigits({ data: blank, width: 60, height: 40 })); // { digits: [], hasInk: false }
 * ```
 */
export function findDigits(picture: Picture, options: PrepareDigitsOptions = {}): FoundDigits {
  checkPicture(picture);
  const { most, ...wanted } = prepareDigitsOptions.withDefaults(options);
  const best = lookThroughNoise(picture, wanted);
  const { factor } = best;
  const place = (at: number, end: number): number => Math.min(end, at * factor);
  // The side is chosen before: bright eyes around dark pupils would else be taken for digits themselves.
  const digits = inReadingOrder(best.groups.filter((group) => liesOnPaper(group, best.ink)))
    .slice(0, most)
    .map((group): PreparedDigit => {
      const one = soloInk(best.ink, best.components, group);
      const { pixels, pixel, left, top } = fitDigit(one);
      const [x, y] = [place(group.left, picture.width), place(group.top, picture.height)];
      const [width, height] = [place(group.right, picture.width) - x, place(group.bottom, picture.height) - y];
      return {
        pixels,
        box: [x, y, width, height],
        frame: [factor * (one.left + left), factor * (one.top + top), 28 * factor * pixel, 28 * factor * pixel],
        ink: best.isOpacity ? 'opaque' : best.side,
        contrast: Math.min(1, one.level),
        lowContrast: one.level < lowContrast,
        touching: looksLikeTwo(one),
        cut: x === 0 || y === 0 || x + width === picture.width || y + height === picture.height,
      };
    });
  return { digits, hasInk: best.hasInk };
}

/**
 * Finds the digits in a photograph, a scan or a drawing and prepares each as MNIST's were: its light is flattened, strokes are found on the
 * side of the paper where they have the greater contrast (or in what is opaque, where the picture is transparent), each digit is cropped,
 * fitted into a box of 20 pixels and centred by its mass in 28 by 28. Ruled lines, specks, edges of the paper, what the border of the
 * picture cuts and strokes on a small patch that is no paper, as pupils in eyes are, are left out. The same bytes give the same digits in
 * every browser and in Node.js.
 *
 * @param picture - RGBA bytes, as `getImageData` of a canvas or a decoder gives them; borrowed
 * @param options - which strokes, how many
 * @returns the digits in reading order; none where the picture has no ink, or none that could be one
 * @throws InterpError `bad-shape` for bytes that do not fit the size, `bad-option`
 *
 * Source: Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-based learning applied to document recognition" (1998), section III.A.
 *
 * @example
 * ```ts
 * import { prepareDigits } from '@interp/mnist';
 *
 * // A grey sheet with a dark stroke.
 * const [width, height] = [120, 90];
 * const data = new Uint8Array(4 * width * height).fill(200);
 * for (let y = 20; y < 70; y++) data.fill(30, 4 * (y * width + 55), 4 * (y * width + 63));
 * for (let i = 3; i < data.length; i += 4) data[i] = 255;
 *
 * const [one] = prepareDigits({ data, width, height });
 * console.log(one.box, one.ink, one.pixels.length); // [ 55, 20, 8, 50 ] dark 784
 * ```
 */
export function prepareDigits(picture: Picture, options: PrepareDigitsOptions = {}): readonly PreparedDigit[] {
  return findDigits(picture, options).digits;
}

import { checkObject, InterpError } from '@interp/checks';
import type { Picture } from '@interp/mnist';

/** How much more contrast there must be on black: transparent parts are white where it makes little difference. */
const advantage = 1.25;

/** What red, green and blue weigh in grey. */
export const luminance = [0.299, 0.587, 0.114] as const;

/**
 * Refuses what is no picture.
 *
 * @throws InterpError `bad-shape` for bytes that do not fit the size, `bad-option` for anything else
 */
export const checkPicture = (picture: Picture): void => {
  checkObject('the picture', picture);
  const { data, width, height } = picture;
  const isSized = [width, height].every((side) => Number.isSafeInteger(side) && side >= 1);
  if (
    !(data instanceof Uint8Array || data instanceof Uint8ClampedArray) ||
    !isSized ||
    data.length !== 4 * width * height
  )
    throw new InterpError(
      'bad-shape',
      'the picture has not four bytes for each of its width × height pixels; expected RGBA, as ImageData of a canvas or decodePicture of @interp/images/node has it',
    );
};

/** The grey of a pixel, by the place of its first byte. */
const greyAt = (data: Picture['data'], at: number): number =>
  luminance[0] * data[at] + luminance[1] * data[at + 1] + luminance[2] * data[at + 2];

/** The same picture laid on white, or on black. */
const laidOn = (paper: number, { data, width, height }: Picture): Picture => {
  const out = new Uint8Array(data.length).fill(255);
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] / 255;
    for (let c = 0; c < 3; c++) out[at + c] = Math.round(alpha * data[at + c] + (1 - alpha) * paper);
  }
  return { data: out, width, height };
};

const deviation = ({ data }: Picture): number => {
  let [sum, squares] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const value = greyAt(data, at);
    sum += value;
    squares += value * value;
  }
  const n = data.length / 4;
  return Math.sqrt(Math.max(0, squares / n - (sum / n) * (sum / n)));
};

/**
 * A picture without transparency: such parts become white, or black where the picture has more contrast on that.
 *
 * @param picture - the picture; itself where it has none
 */
export const opaquePicture = (picture: Picture): Picture => {
  let isClear = false;
  for (let at = 3; at < picture.data.length && !isClear; at += 4) isClear = picture.data[at] < 255;
  if (!isClear) return picture;
  const [white, black] = [laidOn(255, picture), laidOn(0, picture)];
  return deviation(black) > advantage * deviation(white) ? black : white;
};

/** The median grey of the outermost pixels of an opaque picture, 0 to 255: what its background is taken to be. */
export const borderOf = ({ data, width, height }: Picture): number => {
  const values: number[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x += y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1))
      values.push(greyAt(data, 4 * (y * width + x)));
  return values.sort((a, b) => a - b)[values.length >> 1];
};

/** Whether bright and dark change places for a model of so many channels, where nobody says so: one of ink has it bright on a dark ground. */
export const isInverted = (border: number, channels: number): boolean => channels === 1 && border > 127.5;

/** How far the border of a plain digit is from black or white, and how far its strokes are from the border at least. */
const [plainBorder, plainStrokes] = [32, 96];

/**
 * Whether a picture is a digit as networks of digits take it: of the right size, on black or white.
 *
 * @param picture - the picture
 * @param shape - height, width and channels
 */
export const isPlainDigit = (picture: Picture, [height, width]: readonly number[]): boolean => {
  if (picture.width !== width || picture.height !== height) return false;
  const opaque = opaquePicture(picture);
  const border = borderOf(opaque);
  if (Math.min(border, 255 - border) > plainBorder) return false;
  for (let at = 0; at < opaque.data.length; at += 4)
    if (Math.abs(greyAt(opaque.data, at) - border) > plainStrokes) return true;
  return false;
};

import { drawStrokes, prepareDigits, sampleDigits, type Point, type PreparedDigit } from '@interp/mnist';
import { greyRgba } from '../parts/pictures/grey-rgba.js';
import type { Input, StrokePoints } from '../state/input.js';

/** Side of the picture that strokes are drawn on before it is prepared as a photograph is. */
const drawingSize = 112;

/** Width of the pen in pixels of that picture. */
const pen = { thickness: 10, softness: 2 };

const pointsOf = (stroke: StrokePoints): readonly Point[] =>
  Array.from({ length: stroke.length / 2 }, (_, i) => [
    (stroke[2 * i] * drawingSize) / 256,
    (stroke[2 * i + 1] * drawingSize) / 256,
  ]);

/** The samples, drawn once. */
let samples: Uint8Array | undefined;

const area = ({ box: [, , width, height] }: PreparedDigit): number => width * height;

/** The largest of the digits of a picture; undefined where there is none. */
export const largestDigit = (digits: readonly PreparedDigit[]): PreparedDigit | undefined => {
  const areas = digits.map(area);
  return digits[areas.indexOf(Math.max(...areas))];
};

/** What the network sees of an input, 784 bytes, prepared as the command line prepares pictures; undefined where there is nothing. Of several digits the largest. */
export const inputPixels = (input: Input): Uint8Array | undefined => {
  switch (input.kind) {
    case 'sample':
      samples ??= sampleDigits().pixels;
      return samples.slice(784 * input.digit, 784 * (input.digit + 1));
    case 'pixels':
      return Uint8Array.from(input.pixels);
    case 'strokes': {
      const drawing = drawStrokes(
        input.strokes.map((stroke) => ({ points: pointsOf(stroke) })),
        { size: drawingSize, ...pen },
      );
      return largestDigit(prepareDigits(greyRgba(drawing, drawingSize), { ink: 'bright', paper: 'flat' }))?.pixels;
    }
  }
};

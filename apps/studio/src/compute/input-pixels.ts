import { drawStrokes, prepareDigits, sampleDigits, type Picture, type Point, type PreparedDigit } from '@interp/mnist';
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

/** White ink on black paper as a picture. */
const pictureOf = (grey: Uint8Array): Picture => {
  const data = new Uint8ClampedArray(4 * grey.length).fill(255);
  for (let i = 0; i < grey.length; i++) data.fill(grey[i], 4 * i, 4 * i + 3);
  return { data, width: drawingSize, height: drawingSize };
};

const area = ({ box: [, , width, height] }: PreparedDigit): number => width * height;

/** What the network sees of an input, 784 bytes, prepared as the command line prepares pictures; undefined where there is nothing. Of several digits the largest. */
export const inputPixels = (input: Input): Uint8Array | undefined => {
  switch (input.kind) {
    case 'sample':
      return Uint8Array.from(sampleDigits().pixels.subarray(784 * input.digit, 784 * (input.digit + 1)));
    case 'pixels':
      return Uint8Array.from(input.pixels);
    case 'strokes': {
      const drawing = drawStrokes(
        input.strokes.map((stroke) => ({ points: pointsOf(stroke) })),
        { size: drawingSize, ...pen },
      );
      const found = prepareDigits(pictureOf(drawing), { ink: 'bright' });
      return found.reduce<PreparedDigit | undefined>(
        (most, one) => (most && area(most) >= area(one) ? most : one),
        undefined,
      )?.pixels;
    }
  }
};

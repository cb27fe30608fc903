import { random } from '@interp/core';
import { drawStrokes, type Picture } from '../src/index.js';
import { digitStrokes } from '../src/drawing/digit-strokes.js';

// Taken from Math once: jest looks that name up at each use, which takes longer than all the rest.
const { round } = Math;

type Colour = readonly [red: number, green: number, blue: number];

/** A digit on a drawn photograph. */
export interface Written {
  /** Which one, 0 to 9. */
  readonly digit: number;
  /** Left edge of its box of 20 units. */
  readonly x: number;
  /** Top edge. */
  readonly y: number;
  /** Pixels to a unit; the box is 20 units high. */
  readonly unit: number;
  /** Width of the pen in units. Default 2.4. */
  readonly pen?: number;
  /** Which of its ways of being written. Default the first. */
  readonly way?: number;
}

/** A photograph of digits that are drawn by code. */
export interface Photograph {
  readonly width?: number;
  readonly height?: number;
  readonly digits?: readonly Written[];
  readonly paper?: Colour;
  readonly ink?: Colour;
  /** Light at a place in shares of the sides; 1 leaves colours as they are. */
  readonly light?: (x: number, y: number) => number;
  /** What the paper shows at a pixel besides digits: 0 nothing, 1 ink. */
  readonly print?: (x: number, y: number) => number;
  /** Standard deviation of noise in grey levels. */
  readonly noise?: number;
  /** Nothing but strokes, on nothing. */
  readonly clear?: boolean;
}

/** Draws a photograph as RGBA bytes. */
export const drawnPhotograph = ({
  width = 320,
  height = 240,
  digits = [],
  paper = [240, 240, 235],
  ink = [25, 25, 60],
  light = () => 1,
  print = () => 0,
  noise = 0,
  clear = false,
}: Photograph): Picture & { readonly data: Uint8Array } => {
  const size = Math.max(width, height);
  const covered = new Uint8Array(size * size);
  for (const { digit, x, y, unit, pen = 2.4, way = 0 } of digits) {
    const strokes = digitStrokes[digit][way].map((stroke) => ({
      ...stroke,
      points: stroke.points.map(([px, py]) => [x + unit * px, y + unit * py] as const),
    }));
    const drawn = drawStrokes(strokes, { size, thickness: unit * pen, softness: 1.5 });
    for (let at = 0; at < drawn.length; at++) if (drawn[at] > covered[at]) covered[at] = drawn[at];
  }
  const stream = random(7);
  const data = new Uint8Array(4 * width * height);
  for (let row = 0, at = 0; row < height; row++)
    for (let column = 0; column < width; column++, at += 4) {
      const printed = print(column, row);
      const written = covered[row * size + column] / 255;
      const share = written > printed ? written : printed;
      if (clear) {
        data.set([...ink, round(255 * share)], at);
        continue;
      }
      const lit = light(column / width, row / height);
      for (let c = 0; c < 3; c++) {
        const grey = lit * (paper[c] * (1 - share) + ink[c] * share) + (noise > 0 ? stream.normal(0, noise) : 0);
        data[at + c] = grey < 0 ? 0 : grey > 255 ? 255 : round(grey);
      }
      data[at + 3] = 255;
    }
  return { data, width, height };
};

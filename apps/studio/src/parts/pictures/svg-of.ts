import { base64 } from '../../code/literal.js';
import type { Rgba } from '../../compute/pictures.js';
import { pngOf } from './rgba-canvas.js';

const colourAt = ({ data }: Rgba, at: number): string =>
  `#${[0, 1, 2].map((c) => data[4 * at + c].toString(16).padStart(2, '0')).join('')}`;

/** A picture of squares of `cell` pixels, each of one colour. */
export interface CellPicture {
  /** The picture. */
  readonly picture: Rgba;
  /** Pixels of a side of a square. */
  readonly cell: number;
}

/** A picture of 28 squares a side, as all of digits are. */
export const ofDigit = (picture: Rgba): CellPicture => ({ picture, cell: picture.width / 28 });

/** A rectangle for each run of one colour. */
const runsOf = ({ picture, cell }: CellPicture): string => {
  const [columns, rows] = [picture.width / cell, picture.height / cell];
  const colour = (x: number, y: number): string => colourAt(picture, y * cell * picture.width + x * cell);
  const runs: string[] = [];
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns;) {
      const [from, fill] = [x, colour(x, y)];
      while (x < columns && colour(x, y) === fill) x++;
      runs.push(`<rect x="${from}" y="${y}" width="${x - from}" height="1" fill="${fill}"/>`);
    }
  return runs.join('\n');
};

const svg = (width: number, height: number, inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" shape-rendering="crispEdges">\n${inside}\n</svg>\n`;

/** Squares between two pictures. */
const gap = 2;

/** Pictures of squares side by side, as the text of an SVG file. */
export const svgOf = (...pictures: readonly CellPicture[]): string => {
  const widths = pictures.map(({ picture, cell }) => picture.width / cell);
  const heights = pictures.map(({ picture, cell }) => picture.height / cell);
  const starts = widths.map((_, i) => widths.slice(0, i).reduce((sum, width) => sum + width + gap, 0));
  const placed = pictures.map((one, i) =>
    i === 0 ? runsOf(one) : `<g transform="translate(${starts[i]})">\n${runsOf(one)}\n</g>`,
  );
  return svg(starts[starts.length - 1] + widths[widths.length - 1], Math.max(...heights), placed.join('\n'));
};

const encoded = async (picture: Rgba): Promise<Uint8Array> =>
  new Uint8Array(await (await pngOf(picture)).arrayBuffer());

/** Photographs side by side as the text of an SVG file, which holds the bytes of their PNGs, as `encode` makes them. */
export const photosSvgOf = async (pictures: readonly Rgba[], encode = encoded): Promise<string> => {
  const space = Math.ceil(pictures[0].width / 16);
  const starts = pictures.map((_, i) => pictures.slice(0, i).reduce((sum, { width }) => sum + width + space, 0));
  const placed = await Promise.all(
    pictures.map(async (one, i) => {
      const png = base64(await encode(one));
      return `<image x="${starts[i]}" width="${one.width}" height="${one.height}" href="data:image/png;base64,${png}"/>`;
    }),
  );
  const last = pictures.length - 1;
  return svg(starts[last] + pictures[last].width, Math.max(...pictures.map(({ height }) => height)), placed.join('\n'));
};

/** Pictures side by side as the text of an SVG file: digits as squares, others as their PNGs. */
export const picturesSvgOf = (pictures: readonly Rgba[], areDigits: boolean): string | Promise<string> =>
  areDigits ? svgOf(...pictures.map(ofDigit)) : photosSvgOf(pictures);

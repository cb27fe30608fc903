import type { Rgba } from '../compute/pictures.js';

const colourAt = ({ data }: Rgba, at: number): string =>
  `#${[0, 1, 2].map((c) => data[4 * at + c].toString(16).padStart(2, '0')).join('')}`;

/** A picture of squares of `cell` pixels, each of one colour, as the text of an SVG file: a rectangle for each run of one colour. */
export const svgOf = (picture: Rgba, cell: number): string => {
  const [columns, rows] = [picture.width / cell, picture.height / cell];
  const colour = (x: number, y: number): string => colourAt(picture, y * cell * picture.width + x * cell);
  const runs: string[] = [];
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns;) {
      const [from, fill] = [x, colour(x, y)];
      while (x < columns && colour(x, y) === fill) x++;
      runs.push(`<rect x="${from}" y="${y}" width="${x - from}" height="1" fill="${fill}"/>`);
    }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${columns} ${rows}" shape-rendering="crispEdges">\n${runs.join('\n')}\n</svg>\n`;
};

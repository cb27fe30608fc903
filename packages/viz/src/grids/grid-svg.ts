import { layOutGrid, type ColourBar, type Grid, type GridLayout, type RowLayout } from './layout.js';
import { svgDocument, textElement } from '../svg/markup.js';
import { enlarge, imageElement, type Raster } from '../images/raster.js';
import { theme } from '../svg/theme.js';

const { padding, labelSize, lineHeight, titleSize, ink, mutedInk } = theme;

const framed = (raster: Raster, x: number, y: number): string[] => [
  `<rect x="${x - 0.5}" y="${y - 0.5}" width="${raster.width + 1}" height="${raster.height + 1}" fill="none"` +
    ` stroke="${theme.frame}"/>`,
  imageElement(raster, x, y),
];

const rowTitle = ({ title, top }: RowLayout, { imageHeight, rowTitleRight }: GridLayout): string[] => {
  const first = top + Math.round(imageHeight / 2 - (title.length * lineHeight) / 2) + labelSize;
  return title.map((line, i) =>
    textElement(line, { x: rowTitleRight, y: first + i * lineHeight, weight: 600, anchor: 'end' }),
  );
};

const header = ({ header, top }: RowLayout, { lefts, imageWidth }: GridLayout): string[] =>
  header.flatMap((lines, column) =>
    lines.map((line, i) =>
      textElement(line, {
        x: lefts[column] + imageWidth / 2,
        y: top - 8 - (lines.length - 1 - i) * lineHeight,
        weight: 600,
        anchor: 'middle',
      }),
    ),
  );

const captions = ({ captions, top }: RowLayout, { lefts, imageWidth, imageHeight }: GridLayout): string[] =>
  captions.flatMap((lines, column) =>
    lines.map((line, i) =>
      textElement(line, {
        x: lefts[column] + imageWidth / 2,
        y: top + imageHeight + lineHeight * (i + 1),
        anchor: 'middle',
        fill: i === 0 ? ink : mutedInk,
      }),
    ),
  );

const colourBar = (bar: ColourBar, { left, top, height }: NonNullable<GridLayout['bar']>): string[] => {
  const { ramp, labels } = bar;
  const data = new Uint8Array(14 * height * 3);
  for (let y = 0; y < height; y++) {
    const colour = 3 * Math.round((y / (height - 1)) * (ramp.height - 1));
    for (let x = 0; x < 14; x++) data.set(ramp.data.subarray(colour, colour + 3), 3 * (y * 14 + x));
  }
  const baselines = [top + 9, top + Math.round(height / 2) + 4, top + height];
  return [
    ...framed({ width: 14, height, channels: 3, data }, left, top),
    ...labels.map((label, i) => textElement(label, { x: left + 20, y: baselines[i], fill: mutedInk })),
  ];
};

/**
 * Draws a grid of pictures.
 *
 * @param grid - the grid, at least one picture in it
 * @returns an SVG document
 */
export const gridSvg = (grid: Grid): string => {
  const layout = layOutGrid(grid);
  const content = [
    ...layout.title.map((line, i) =>
      textElement(line, { x: padding, y: padding + titleSize + i * 22, size: titleSize, weight: 600 }),
    ),
    ...grid.rows.flatMap((row, r) => {
      const place = layout.rows[r];
      return [
        ...header(place, layout),
        ...rowTitle(place, layout),
        ...row.cells.flatMap((cell, c) =>
          cell ? framed(enlarge(cell.raster, grid.scale), layout.lefts[c], place.top) : [],
        ),
        ...captions(place, layout),
      ];
    }),
    ...(grid.bar && layout.bar ? colourBar(grid.bar, layout.bar) : []),
  ];
  return svgDocument(layout.width, layout.height, grid.title ?? 'Grid of images', content);
};

import { layOutGrid, type ColourBar, type Grid, type GridLayout, type RowLayout } from './layout.js';
import { svgDocument, textElement } from '../svg/markup.js';
import { enlarge, imageElement, type Raster } from '../images/raster.js';
import { theme } from '../svg/theme.js';

const { lineHeight, titleSize, ink, mutedInk } = theme;

type Bar = NonNullable<GridLayout['bar']>;

const framed = (raster: Raster, x: number, y: number): string[] => [
  `<rect x="${x - 0.5}" y="${y - 0.5}" width="${raster.width + 1}" height="${raster.height + 1}" fill="none"` +
    ` stroke="${theme.frame}"/>`,
  imageElement(raster, x, y),
];

const rowTitle = ({ title, titleAt: { x, y, anchor } }: RowLayout): string[] =>
  title.map((line, i) => textElement(line, { x, y: y + i * lineHeight, weight: 600, anchor }));

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

/** The labels of a bar that lies, from the left, and those of one that stands, from the top. */
const barLabels = ({ labels }: ColourBar, { left, top, width, height, lies }: Bar): string[] => {
  const anchors = ['start', 'middle', 'end'] as const;
  const baselines = [top + 9, top + Math.round(height / 2) + 4, top + height];
  return (lies ? labels.toReversed() : labels).map((label, i) =>
    lies
      ? textElement(label, {
          x: left + (width * i) / 2,
          y: top + height + lineHeight - 3,
          fill: mutedInk,
          anchor: anchors[i],
        })
      : textElement(label, { x: left + width + 6, y: baselines[i], fill: mutedInk }),
  );
};

const colourBar = (bar: ColourBar, place: Bar): string[] => {
  const { left, top, width, height, lies } = place;
  const { ramp } = bar;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const share = lies ? 1 - x / (width - 1) : y / (height - 1);
      const colour = 3 * Math.round(share * (ramp.height - 1));
      data.set(ramp.data.subarray(colour, colour + 3), 3 * (y * width + x));
    }
  return [...framed({ width, height, channels: 3, data }, left, top), ...barLabels(bar, place)];
};

/**
 * Draws a grid of pictures.
 *
 * @param grid - the grid, at least one picture in it
 * @returns an SVG document
 */
export const gridSvg = (grid: Grid): string => {
  const layout = layOutGrid(grid);
  const { padding } = layout;
  const content = [
    ...layout.title.map((line, i) =>
      textElement(line, { x: padding, y: padding + titleSize + i * 22, size: titleSize, weight: 600 }),
    ),
    ...grid.rows.flatMap((row, r) => {
      const place = layout.rows[r];
      return [
        ...header(place, layout),
        ...rowTitle(place),
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

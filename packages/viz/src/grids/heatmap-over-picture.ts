import {
  checkedBy,
  checkFields,
  checkNumber,
  checkRecords,
  InterpError,
  number,
  optionsTable,
  text,
} from '@interp/checks';
import { checkPixels, type Pixels } from '../images/image-batch.js';
import { pngAddress, type Raster } from '../images/raster.js';
import { formatNumber, textWidth, wrapText } from '../svg/text.js';
import { svgDocument, textElement } from '../svg/markup.js';
import { theme } from '../svg/theme.js';
import { blue, red, signedMaps, type SignedMap } from './heatmap-rasters.js';

/** A map and where in a picture it lies. */
export interface PlacedMap {
  /** Relevance, `[1, height, width, channels]`, channels added up. */
  readonly map: Pixels;
  /** The part of the picture that it covers, in its pixels: left edge, top edge, width, height. It may go beyond the picture. */
  readonly frame: readonly [x: number, y: number, width: number, height: number];
  /** Written at the frame, which is then drawn. Default nothing. */
  readonly caption?: string;
}

/** Options of {@link heatmapOverPicture}. */
export interface HeatmapOverPictureOptions {
  /** Written above. Default nothing. */
  readonly title?: string;
  /** The longer side of the picture in the drawing, in pixels. Default 640. */
  readonly size?: number;
  /** The relevance drawn in full colour: each map's own largest absolute value (`own`), that of all (`shared`), or a number. Default `own`. */
  readonly limit?: 'own' | 'shared' | number;
}

const heatmapOverPictureOptions = optionsTable<HeatmapOverPictureOptions>()({
  title: text({ default: '' }),
  size: number({ min: 64, max: 2000, integer: true, default: 640 }),
  limit: checkedBy<'own' | 'shared' | number>(
    (name, value) => {
      if (value !== 'own' && value !== 'shared') checkNumber(name, value, { min: 0 });
    },
    { default: 'own' },
  ),
});

/** Pixels of embedded images to a pixel of the drawing. */
const fine = 2;
/** How much of the picture is left under the maps; the rest is white. */
const kept = 0.55;

/** A picture in pale grey, on which colours are seen, enlarged or reduced. */
const paled = ({ data, width, height }: RgbaPicture, columns: number, rows: number): Raster => {
  const out = new Uint8Array(columns * rows);
  // Where it is enlarged several places begin in one pixel, the last of them in the last one.
  const places = (count: number, most: number): Int32Array =>
    Int32Array.from({ length: count + 1 }, (_, i) =>
      count > most ? Math.min(most - 1, Math.floor((i * most) / count)) : Math.round((i * most) / count),
    );
  const [xs, ys] = [places(columns, width), places(rows, height)];
  for (let row = 0, to = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const [top, left] = [ys[row], xs[column]];
      const [bottom, right] = [Math.max(top + 1, ys[row + 1]), Math.max(left + 1, xs[column + 1])];
      let sum = 0;
      for (let y = top; y < bottom; y++)
        for (let at = 4 * (y * width + left); at < 4 * (y * width + right); at += 4)
          sum += ((0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2] - 255) * data[at + 3]) / 255;
      out[to++] = Math.round(255 + (kept * sum) / ((bottom - top) * (right - left)));
    }
  return { width: columns, height: rows, channels: 1, data: out };
};

/** A part of the drawing: its left edge, top edge, width and height. */
type Part = readonly [x: number, y: number, width: number, height: number];

/** What of a part lies within the picture; undefined where nothing does. */
const withinPicture = ([x, y, wide, high]: Part, width: number, height: number): Part | undefined => {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const part: Part = [left, top, Math.min(width, x + wide) - left, Math.min(height, y + high) - top];
  return part[2] > 0 && part[3] > 0 ? part : undefined;
};

/** What is seen in a part of the drawing of a map that fills a frame: colour of which more is seen the stronger it is, smoothly enlarged. */
const veil = (
  { width, height, values }: SignedMap,
  limit: number,
  [frameX, frameY, wide, high]: Part,
  seen: Part,
): Raster => {
  const [columns, rows] = [seen[2], seen[3]].map((length) => Math.max(1, Math.min(1600, Math.round(fine * length))));
  const data = new Uint8Array(4 * columns * rows);
  const within = (at: number, count: number): number => Math.min(count - 1, Math.max(0, at));
  for (let row = 0, to = 0; row < rows; row++) {
    const y = ((seen[1] - frameY + ((row + 0.5) * seen[3]) / rows) * height) / high - 0.5;
    const upper = Math.floor(y);
    const [above, below] = [within(upper, height) * width, within(upper + 1, height) * width];
    for (let column = 0; column < columns; column++, to += 4) {
      const x = ((seen[0] - frameX + ((column + 0.5) * seen[2]) / columns) * width) / wide - 0.5;
      const before = Math.floor(x);
      const [left, right] = [within(before, width), within(before + 1, width)];
      const value =
        (values[above + left] * (before + 1 - x) + values[above + right] * (x - before)) * (upper + 1 - y) +
        (values[below + left] * (before + 1 - x) + values[below + right] * (x - before)) * (y - upper);
      const share = limit > 0 ? Math.min(1, Math.abs(value) / limit) : 0;
      data.set(value > 0 ? red : blue, to);
      data[to + 3] = Math.round(255 * share);
    }
  }
  return { width: columns, height: rows, channels: 4, data };
};

/** A picture as RGBA bytes. */
export interface RgbaPicture {
  /** Red, green, blue and alpha of each pixel, row by row: `4 * width * height` bytes. */
  readonly data: Uint8Array | Uint8ClampedArray;
  /** Pixels across. */
  readonly width: number;
  /** Pixels down. */
  readonly height: number;
}

const checkPicture = ({ data, width, height }: RgbaPicture): void => {
  if (data.length === 4 * width * height && width >= 1 && height >= 1) return;
  throw new InterpError(
    'bad-shape',
    `the picture holds ${data.length} bytes; expected ${4 * width * height}, four for each of ${width} × ${height} pixels`,
  );
};

const checkFrame = (frame: readonly number[]): void => {
  if (frame.length === 4 && frame.every(Number.isFinite) && frame[2] > 0 && frame[3] > 0) return;
  throw new InterpError(
    'bad-value',
    `a frame is [${frame.join(', ')}]; expected a left edge, a top edge, a width and a height`,
  );
};

/** An embedded image whose pixels are finer than the drawing's. */
const image = (raster: Raster, x: number, y: number, width: number, height: number): string =>
  `<image x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="none" href="${pngAddress(raster)}"/>`;

const rounded = (value: number): number => Math.round(10 * value) / 10;

/**
 * Draws heatmaps over the picture that the explained images are parts of, a photograph with digits for instance, each in its place: red speaks
 * for, blue against. The picture is paled so that the colours are seen.
 *
 * @param picture - RGBA bytes
 * @param maps - the maps with their places
 * @param options - title, size, scale of the colours
 * @returns an SVG document
 * @throws InterpError `bad-shape` for bytes that do not fit the size or a map that is none, `bad-value` for numbers that are not finite or a
 * frame without an area, `bad-option`
 *
 * @example
 * ```ts
 * import { heatmapOverPicture } from '@interp/viz';
 *
 * const picture = { data: new Uint8Array(4 * 60 * 40).fill(255), width: 60, height: 40 };
 * const map = { data: Float32Array.from({ length: 16 }, (_, i) => (i % 5) - 2), shape: [1, 4, 4, 1] };
 * const svg = heatmapOverPicture(picture, [{ map, frame: [20, 10, 20, 20], caption: '7: 12.3' }]);
 * console.log(svg.includes('7: 12.3')); // true
 * ```
 */
export const heatmapOverPicture = (
  picture: RgbaPicture,
  maps: readonly PlacedMap[],
  options: HeatmapOverPictureOptions = {},
): string => {
  checkFields('the picture', picture, { data: 'list', width: 'number', height: 'number' });
  checkRecords('the maps', maps);
  const { title, size, limit } = heatmapOverPictureOptions.withDefaults(options);
  checkPicture(picture);
  const scale = size / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const signed = maps.map(({ map, frame }) => {
    checkFrame(frame);
    const { count } = checkPixels('maps', map);
    if (count !== 1) throw new InterpError('bad-shape', `a map has ${count} images; expected one, for its frame`);
    return signedMaps(map)[0];
  });
  const most = signed.reduce((largest, map) => Math.max(largest, map.largest), 0);
  const heading = wrapText(title, Math.max(width, 200), theme.titleSize, 600);
  const [left, top] = [theme.padding, theme.padding + heading.length * 22 + (heading.length > 0 ? 6 : 0)];
  const drawn = maps.flatMap(({ frame, caption }, i) => {
    const whole = frame.map((value) => value * scale) as unknown as Part;
    const seen = withinPicture(whole, width, height);
    if (!seen) return [];
    const [x, y, wide, high] = seen.map(rounded);
    const full = limit === 'own' ? signed[i].largest : limit === 'shared' ? most : limit;
    return [
      image(veil(signed[i], full, whole, seen), left + x, top + y, wide, high),
      ...(caption === undefined
        ? []
        : [
            `<rect x="${left + x}" y="${top + y}" width="${wide}" height="${high}" rx="3" fill="none" stroke="${theme.mutedInk}" stroke-opacity="0.55"/>`,
          ]),
    ];
  });
  // A caption stays within the picture where that is wide enough.
  const captions = maps.flatMap(({ frame: [x, y], caption }) => {
    if (caption === undefined) return [];
    const wide = textWidth(caption, theme.labelSize, 600);
    const start = Math.max(2, Math.min(rounded(x * scale), Math.floor(width - wide - 2)));
    return [{ caption, x: left + start, y: top + Math.max(12, rounded(y * scale) - 5), end: Math.ceil(start + wide) }];
  });
  const full = limit === 'own' ? 'each largest value' : formatNumber(limit === 'shared' ? most : limit);
  const notes =
    maps.length === 0
      ? []
      : wrapText(`red speaks for, blue against; full colour at ${full}`, Math.max(width, 180), theme.labelSize);
  const content = [
    ...heading.map((line, i) =>
      textElement(line, { x: left, y: theme.padding + theme.titleSize + 22 * i, size: theme.titleSize, weight: 600 }),
    ),
    image(paled(picture, fine * width, fine * height), left, top, width, height),
    ...drawn,
    `<rect x="${left - 0.5}" y="${top - 0.5}" width="${width + 1}" height="${height + 1}" fill="none" stroke="${theme.frame}"/>`,
    ...captions.map(({ caption, x, y }) => textElement(caption, { x, y, weight: 600 })),
    ...notes.map((line, i) =>
      textElement(line, { x: left, y: top + height + theme.lineHeight * (i + 1), fill: theme.mutedInk }),
    ),
  ];
  return svgDocument(
    Math.max(
      width,
      ...captions.map(({ end }) => end),
      ...notes.map((line) => Math.ceil(textWidth(line, theme.labelSize))),
    ) +
      2 * left,
    top + height + theme.lineHeight * Math.max(1, notes.length) + theme.padding,
    title || 'Heatmap over a picture',
    content,
  );
};

import { choice, list, number, optionsTable } from '@interp/checks';
import { checkTexts } from './grids/options.js';
import type { ImageBatch } from './images/image-batch.js';
import { imageRasters, luminance } from './images/raster.js';

/** Options of {@link ansiPreview}. */
export interface AnsiPreviewOptions {
  /** Character columns of the terminal, which determine how many images fit side by side. Default 80. */
  readonly width?: number;
  /** Averages blocks of this many pixels both ways into one, so that more fits. Default 1. */
  readonly shrink?: number;
  /** `truecolour` for 24-bit greys, `256` for the 24 greys of older terminals. Default `truecolour`. */
  readonly colours?: 'truecolour' | '256';
  /** One line under each image, cut to its width. Default none. */
  readonly captions?: readonly string[];
}

const ansiPreviewOptions = optionsTable<AnsiPreviewOptions>()({
  width: number({ min: 1, integer: true, default: 80 }),
  shrink: number({ min: 1, integer: true, default: 1 }),
  colours: choice(['truecolour', '256'], { default: 'truecolour' }),
  captions: list<readonly string[]>(),
});

interface Grey {
  readonly width: number;
  readonly height: number;
  readonly at: (x: number, y: number) => number | undefined;
}

const shrunk = (bytes: Uint8Array, width: number, height: number, by: number): Grey => {
  const [wide, high] = [Math.ceil(width / by), Math.ceil(height / by)];
  const greys = Array.from({ length: wide * high }, (_, i) => {
    const [left, top] = [(i % wide) * by, Math.floor(i / wide) * by];
    let sum = 0;
    let count = 0;
    for (let y = top; y < Math.min(height, top + by); y++)
      for (let x = left; x < Math.min(width, left + by); x++, count++) sum += bytes[y * width + x];
    return Math.round(sum / count);
  });
  return { width: wide, height: high, at: (x, y) => (y < high ? greys[y * wide + x] : undefined) };
};

const colourCode = (grey: number, colours: 'truecolour' | '256'): string => {
  if (colours === 'truecolour') return `2;${grey};${grey};${grey}`;
  const step = Math.round((grey / 255) * 25);
  return `5;${step === 0 ? 16 : step === 25 ? 231 : 231 + step}`;
};

const halfBlocks = (image: Grey, row: number, colours: 'truecolour' | '256'): string => {
  let line = '';
  let current = '';
  for (let x = 0; x < image.width; x++) {
    const bottom = image.at(x, 2 * row + 1);
    const codes = `\u001b[38;${colourCode(image.at(x, 2 * row)!, colours)};${bottom === undefined ? '49' : `48;${colourCode(bottom, colours)}`}m`;
    line += codes === current ? '▀' : `${codes}▀`;
    current = codes;
  }
  return `${line}\u001b[0m`;
};

/**
 * Shows small images in a terminal: each character is two pixels, the upper half block in the colour of the upper one on a
 * background of the lower one's. Colour images are shown grey.
 *
 * @param images - `[n, height, width, channels]`
 * @param options - width of the terminal, colours, captions
 * @returns lines with ANSI colour codes, each ended by a newline
 * @throws InterpError `bad-shape`, `bad-value` or `bad-option` as `imageGrid`
 *
 * @example
 * ```ts
 * import { ansiPreview } from '@interp/viz';
 *
 * const data = Uint8Array.from({ length: 16 * 16 }, (_, i) => i);
 * console.log(ansiPreview({ data, shape: [1, 16, 16, 1] }, { captions: ['a ramp'] }));
 * ```
 */
export const ansiPreview = (images: ImageBatch, options: AnsiPreviewOptions = {}): string => {
  const { width, shrink, colours, captions } = ansiPreviewOptions.withDefaults(options);
  const greys = imageRasters(images).map((raster) => shrunk(luminance(raster), raster.width, raster.height, shrink));
  checkTexts('captions', captions, greys.length);
  const [cellWidth, cellRows] = [greys[0].width, Math.ceil(greys[0].height / 2)];
  const perLine = Math.max(1, Math.floor((width + 2) / (cellWidth + 2)));
  const blocks: string[] = [];
  for (let from = 0; from < greys.length; from += perLine) {
    const images = greys.slice(from, from + perLine);
    const lines = Array.from({ length: cellRows }, (_, row) =>
      images.map((image) => halfBlocks(image, row, colours)).join('  '),
    );
    const under = captions?.slice(from, from + perLine).map((caption) => {
      const line = Array.from(caption.replace(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, ' ')).slice(
        0,
        cellWidth,
      );
      return line.join('') + ' '.repeat(cellWidth - line.length);
    });
    if (under) lines.push(under.join('  ').trimEnd());
    blocks.push(lines.map((line) => `${line}\n`).join(''));
  }
  return blocks.join('\n');
};

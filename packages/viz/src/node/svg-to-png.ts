import { fileURLToPath } from 'node:url';
import { InterpError, number, optionsTable } from '@interp/checks';
import { Resvg } from '@resvg/resvg-js';

/** Options of {@link svgToPng}. */
export interface SvgToPngOptions {
  /** Pixels of the PNG to a pixel of the drawing, above 0 and up to 16. Default 1. */
  readonly scale?: number;
}

const svgToPngOptions = optionsTable<SvgToPngOptions>()({ scale: number({ min: 0.001, max: 16, default: 1 }) });

const largestSide = 32_767;
const mostPixels = 100_000_000;
const family = 'Inter';
const fontFiles = ['Regular', 'SemiBold'].map((style) =>
  fileURLToPath(new URL(`../../fonts/Inter-${style}.ttf`, import.meta.url)),
);

/**
 * Rasterises an SVG document. All text is set in the font that comes with this package, whatever fonts the machine has, so that
 * the same drawing gives the same bytes everywhere.
 *
 * @param svg - an SVG document
 * @param options - scale
 * @returns the bytes of a PNG file
 * @throws InterpError `bad-value` for an invalid SVG document, `bad-option` for a scale out of range or one that makes
 * a side longer than 32,767 pixels or more than 100 million pixels
 *
 * @example
 * ```ts
 * import { writeFile } from 'node:fs/promises';
 * import { imageGrid } from '@interp/viz';
 * import { svgToPng } from '@interp/viz/node';
 *
 * const svg = imageGrid({ data: new Uint8Array(3 * 28 * 28), shape: [3, 28, 28, 1] }, { captions: ['a', 'b', 'c'] });
 * await writeFile('grid.png', svgToPng(svg, { scale: 2 }));
 * ```
 */
export const svgToPng = (svg: string, options: SvgToPngOptions = {}): Uint8Array => {
  const { scale } = svgToPngOptions.withDefaults(options);
  const resvg = parsed(svg, scale);
  const [width, height] = [resvg.width, resvg.height].map((side) => Math.ceil(side * scale));
  if (Math.max(width, height) > largestSide || width * height > mostPixels)
    throw new InterpError(
      'bad-option',
      `the PNG would be ${width} by ${height} pixels; expected sides up to ${largestSide} and ${mostPixels} in all; draw fewer images or at a lower scale`,
    );
  return new Uint8Array(resvg.render().asPng());
};

const parsed = (svg: string, scale: number): Resvg => {
  try {
    return new Resvg(svg, {
      fitTo: { mode: 'zoom', value: scale },
      font: {
        loadSystemFonts: false,
        fontFiles,
        defaultFontFamily: family,
        serifFamily: family,
        sansSerifFamily: family,
        cursiveFamily: family,
        fantasyFamily: family,
        monospaceFamily: family,
      },
      logLevel: 'off',
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InterpError(
      'bad-value',
      `this is no SVG document (${reason.split('\n')[0]}); expected one that imageGrid or a chart made`,
      {
        cause,
      },
    );
  }
};

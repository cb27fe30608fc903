import { decode } from 'fast-png';
import { svgToPng } from '@interp/viz/node';

/** A decoded PNG with its pixels as `[red, green, blue]`. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly at: (x: number, y: number) => number[];
}

/** Rasterises an SVG document and reads the PNG back. */
export const drawn = (svg: string, scale = 1): Picture => {
  const { width, height, data, channels } = decode(svgToPng(svg, { scale }));
  return {
    width,
    height,
    at: (x, y) => Array.from(data.subarray((y * width + x) * channels, (y * width + x) * channels + 3)),
  };
};

/** Left edge, top edge, width and height of every embedded image, in the order in which they are drawn. */
export const placesOf = (svg: string): { x: number; y: number; width: number; height: number }[] =>
  Array.from(svg.matchAll(/<image x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/g), (match) => {
    const [x, y, width, height] = match.slice(1).map(Number);
    return { x, y, width, height };
  });

/** Every line of text with its place. */
export const textsOf = (svg: string): { x: number; y: number; text: string; anchor: string; size: number }[] =>
  Array.from(svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)" font-size="(\d+)"([^>]*)>([^<]*)<\/text>/g), (match) => ({
    x: Number(match[1]),
    y: Number(match[2]),
    size: Number(match[3]),
    anchor: /text-anchor="(\w+)"/.exec(match[4])?.[1] ?? 'start',
    text: match[5],
  }));

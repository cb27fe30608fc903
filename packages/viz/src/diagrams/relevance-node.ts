import { checkPixels, type ImageBatch, type Pixels } from '../images/image-batch.js';
import { heatmapRaster, signedMaps } from '../grids/heatmap-rasters.js';
import { imageRasters, enlarge, imageElement, type Raster } from '../images/raster.js';
import { textElement } from '../svg/markup.js';
import { textWidth } from '../svg/text.js';
import { theme } from '../svg/theme.js';
import type { Point } from './graph-layout.js';

const side = 84;
const { labelSize, lineHeight } = theme;

/** A node of a relevance diagram: a layer, the pixels or the score. */
export interface RelevanceNode {
  /** Its name. */
  readonly name: string;
  /** More about it, such as its shape. Default nothing. */
  readonly detail?: string;
  /** Its relevance, `[1, height, width, channels]`. Default no picture. */
  readonly map?: Pixels;
  /** An image to be shown instead, `[1, height, width, channels]`. */
  readonly image?: ImageBatch;
}

/** A node with its picture and size. */
export interface DrawnNode {
  /** The stop. */
  readonly node: RelevanceNode;
  /** Its picture, enlarged. */
  readonly raster?: Raster;
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
}

const fitted = (raster: Raster): Raster =>
  enlarge(raster, Math.max(1, Math.floor(side / Math.max(raster.width, raster.height))));

const rasterOf = ({ map, image }: RelevanceNode): Raster | undefined => {
  if (map) {
    checkPixels('the relevances', map);
    const [one] = signedMaps(map);
    return fitted(heatmapRaster(one, one.largest));
  }
  return image && fitted(imageRasters(image)[0]);
};

/**
 * Draws the picture of a node and measures it.
 *
 * @param node - the stop
 * @returns picture and size
 * @throws InterpError `bad-shape` or `bad-value` for relevances that are no image
 */
export const drawNode = (node: RelevanceNode): DrawnNode => {
  const raster = rasterOf(node);
  const lines = node.detail === undefined ? 1 : 2;
  const text = Math.max(textWidth(node.name, labelSize, 600), textWidth(node.detail ?? '', labelSize));
  return {
    node,
    raster,
    width: Math.ceil(Math.max(text, raster?.width ?? 0) + (raster ? 4 : 20)),
    height: (raster ? side + 4 : 12) + lines * lineHeight,
  };
};

/**
 * A node as SVG elements: its picture with its name under it, or its name in a box.
 *
 * @param drawn - the stop
 * @param middle - its middle
 * @returns SVG elements
 */
export const nodeElements = ({ node, raster, width, height }: DrawnNode, [x, y]: Point): string[] => {
  const top = Math.round(y - height / 2);
  const pictureTop = top + Math.floor((side - (raster?.height ?? 0)) / 2);
  const left = Math.round(x - (raster?.width ?? 0) / 2);
  const picture = raster
    ? [
        `<rect x="${left - 0.5}" y="${pictureTop - 0.5}" width="${raster.width + 1}" height="${raster.height + 1}" fill="none" stroke="${theme.frame}"/>`,
        imageElement(raster, left, pictureTop),
      ]
    : [
        `<rect x="${x - width / 2}" y="${top}" width="${width}" height="${height}" rx="5" fill="#f0f2f4" stroke="#8a8f98" stroke-width="1.5"/>`,
      ];
  const line = top + (raster ? side + 16 : 18);
  return [
    ...picture,
    textElement(node.name, { x, y: line, weight: 600, anchor: 'middle' }),
    ...(node.detail === undefined
      ? []
      : [textElement(node.detail, { x, y: line + lineHeight, anchor: 'middle', fill: theme.mutedInk })]),
  ];
};

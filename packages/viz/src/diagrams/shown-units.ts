/**
 * Chooses the units to draw: all of them, or the first ones and the last with a gap between.
 *
 * @param count - how many there are
 * @param most - how many are drawn at most, the gap counting as one; 3 or more
 * @returns their numbers from 0, null for the gap
 */
export const shownUnits = (count: number, most: number): (number | null)[] => {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return [...Array.from({ length: most - 2 }, (_, i) => i), null, count - 1];
};

/** The widest and narrowest line that stands for a weight, in pixels. */
const widths = [0.5, 3.5] as const;

/** Colours of positive and negative weights: those of heatmaps. */
const colours = { positive: '#c8382f', negative: '#2f6fb5' } as const;

/**
 * The line that stands for a weight: red above 0, blue below, the wider the larger.
 *
 * @param weight - the weight
 * @param largest - the largest absolute weight of the drawing
 * @returns colour and width
 */
export const weightLine = (weight: number, largest: number): { readonly colour: string; readonly width: number } => ({
  colour: weight < 0 ? colours.negative : colours.positive,
  width: Number((widths[0] + (largest > 0 ? Math.abs(weight) / largest : 0) * (widths[1] - widths[0])).toFixed(2)),
});

import type { TopLevelUnitSpec } from 'vega-lite/types_unstable/spec/unit.js';
import { textWidth, wrapText } from '../svg/text.js';
import { theme } from '../svg/theme.js';
import type { ChartOptions } from './options.js';

/** Room that the labels of the vertical axis and the padding take beside a plot, in pixels. */
const beside = 40;

/** Room that a symbol of the legend takes beside its name, in pixels. */
const symbol = 34;

const compactPadding = 8;

/** What stands around the plot of a chart, in Vega-Lite's terms. */
export interface AroundPlot {
  /** Titles above it and the room around all. */
  readonly top: Pick<TopLevelUnitSpec<string>, 'title' | 'padding'>;
  /** Title of the vertical axis; null if it stands above. */
  readonly yTitle: string | null;
  /** Where the legend stands; null without one. */
  readonly legend: { readonly symbolType: string } | null;
}

/**
 * Places titles and legend: the vertical axis' title along it and the legend to the right, or, in a compact chart, both above the plot.
 *
 * @param options - titles, width, whether compact
 * @param names - names of the series
 * @param symbolType - how the legend shows a series
 * @returns the parts of a specification
 */
export const aroundPlot = (
  { title, yTitle, width = 0, compact = false }: ChartOptions,
  names: readonly string[],
  symbolType: 'stroke' | 'square',
): AroundPlot => {
  const shown = names.length > 1;
  if (!compact)
    return { top: { title: title || undefined }, yTitle: yTitle ?? null, legend: shown ? { symbolType } : null };
  const room = width + beside;
  const axis = wrapText(yTitle ?? '', room, theme.labelSize, 600);
  const heading = wrapText(title ?? '', room, theme.labelSize + 2, 600);
  const small = { fontSize: theme.labelSize, subtitleFontSize: theme.labelSize, subtitleFontWeight: 600 } as const;
  const titled =
    heading.length > 0
      ? { text: heading, ...small, fontSize: theme.labelSize + 2, ...(axis.length > 0 && { subtitle: axis }) }
      : axis.length > 0 && { text: axis, ...small };
  const widest = Math.max(0, ...names.map((name) => textWidth(name, theme.labelSize)));
  const columns = Math.max(1, Math.min(names.length, Math.floor(room / (widest + symbol))));
  const legend = { symbolType, orient: 'top', direction: 'horizontal', columns, offset: 6, columnPadding: 12 } as const;
  return {
    top: {
      padding: compactPadding,
      ...(titled && {
        title: {
          ...titled,
          frame: 'bounds',
          offset: 6,
          subtitleColor: theme.ink,
          lineHeight: 15,
          subtitleLineHeight: 15,
        },
      }),
    },
    yTitle: null,
    legend: shown ? legend : null,
  };
};

import { InterpError } from '@interp/checks';
import type { Config, TopLevelSpec } from 'vega-lite';
import { textWidth } from '../svg/text.js';
import { seriesColours, theme } from '../svg/theme.js';

/** How charts look: the fonts and colours of the grids, light grid lines, no frame, nothing cut off. */
const chartTheme: Config = {
  font: theme.fontFamily,
  background: theme.background,
  padding: theme.padding,
  view: { stroke: null },
  title: {
    anchor: 'start',
    frame: 'group',
    fontSize: theme.titleSize,
    fontWeight: 600,
    color: theme.ink,
    offset: 14,
    limit: 0,
  },
  axis: {
    labelFontSize: theme.labelSize,
    labelColor: theme.mutedInk,
    labelLimit: 0,
    labelPadding: 6,
    labelFlush: false,
    titleFontSize: theme.labelSize,
    titleFontWeight: 600,
    titleColor: theme.ink,
    titlePadding: 12,
    domainColor: theme.mutedInk,
    tickColor: theme.mutedInk,
    tickSize: 4,
    gridColor: { condition: { test: 'datum.value === 0', value: theme.frame }, value: theme.gridLine },
  },
  axisX: { grid: false },
  axisY: { domain: false, ticks: false },
  legend: {
    title: null,
    labelFontSize: theme.labelSize,
    labelColor: theme.ink,
    labelLimit: 0,
    rowPadding: 6,
    symbolSize: 110,
    symbolStrokeWidth: 2.5,
    offset: 20,
  },
  range: { category: [...seriesColours] },
  line: { strokeWidth: 2, strokeCap: 'round', strokeJoin: 'round' },
};

/** A text mark as Vega measures it. */
interface MeasuredText {
  readonly fontSize?: number;
  readonly fontWeight?: number | string;
}

/** The part of Vega that its types leave out. */
interface VegaTextMetrics {
  readonly textMetrics: { width: (item: MeasuredText, text?: string | number | null) => number };
}

const measure = ({ fontSize, fontWeight }: MeasuredText, text?: string | number | null): number =>
  textWidth(String(text ?? '').trim(), fontSize ?? theme.labelSize, fontWeight === 600 ? 600 : 400);

const silent = {
  level: () => silent,
  error: () => silent,
  warn: () => silent,
  info: () => silent,
  debug: () => silent,
} as const;

/** Vega looks texts up in plain objects, so names such as `toString` fail; this turns that into an `InterpError`. */
const refusingTexts = <Result>(work: () => Result): Result => {
  try {
    return work();
  } catch (cause) {
    throw new InterpError('bad-option', 'the chart cannot be drawn with these texts; expected other titles or names', {
      cause,
    });
  }
};

/**
 * Draws a Vega-Lite chart. Vega is loaded at the first call; its expressions are interpreted, so that pages need not allow
 * `unsafe-eval`. Text is measured with our own table instead of a canvas, so that positions
 * do not depend on the platform; Vega's own measure is restored before any other code runs.
 *
 * @param spec - the chart
 * @returns an SVG document
 * @throws InterpError `bad-option` for texts that Vega does not support, such as `toString`
 */
export const chartSvg = async (spec: TopLevelSpec): Promise<string> => {
  const vega = await import('vega');
  const vegaLite = await import('vega-lite');
  const { expressionInterpreter } = await import('vega-interpreter');
  const { textMetrics } = vega as unknown as VegaTextMetrics;
  const { spec: compiled } = vegaLite.compile(spec, { config: chartTheme, logger: silent });
  const view = refusingTexts(() => {
    const runtime = vega.parse(compiled, undefined, { ast: true });
    return new vega.View(runtime, { renderer: 'none', logLevel: vega.Error, expr: expressionInterpreter });
  });
  const usual = textMetrics.width;
  textMetrics.width = measure;
  try {
    view.run();
  } finally {
    textMetrics.width = usual;
  }
  const svg = await view.toSVG();
  view.finalize();
  return svg;
};

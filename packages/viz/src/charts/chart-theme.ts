import type { Config } from 'vega-lite';
import { seriesColours, theme } from '../svg/theme.js';

/** How charts look: the fonts and colours of the grids, light grid lines, no frame, nothing cut off. */
export const chartTheme: Config = {
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

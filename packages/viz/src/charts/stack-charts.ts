import { checkGivenText, checkList, choice, optionsTable, text } from '@interp/checks';
import { escapeXml } from '../svg/markup.js';

/** Options of {@link stackCharts}. */
export interface StackChartsOptions {
  /** Below each other, or beside each other in a row. Default `column`. */
  readonly direction?: 'column' | 'row';
  /** What a screen reader says of all of them. Default nothing. */
  readonly label?: string;
}

const stackChartsOptions = optionsTable<StackChartsOptions>()({
  direction: choice(['column', 'row'], { default: 'column' }),
  label: text(),
});

const sizeOf = (svg: string): readonly [width: number, height: number] => {
  const [, width = '0', height = '0'] = /<svg[^>]*? width="([\d.]+)"[^>]*? height="([\d.]+)"/.exec(svg) ?? [];
  return [Number(width), Number(height)];
};

/**
 * Charts one below the other in one document, or in a row.
 *
 * @param charts - SVG documents with a width and a height in pixels
 * @param options - below or beside each other
 * @returns an SVG document
 *
 * @example
 * ```ts
 * import { lineChart, stackCharts } from '@interp/viz';
 *
 * const svg = stackCharts([await lineChart([{ y: [3, 2, 1] }]), await lineChart([{ y: [1, 2, 3] }])]);
 * console.log(svg.startsWith('<svg')); // true
 * ```
 */
export const stackCharts = (charts: readonly string[], options?: StackChartsOptions): string => {
  checkList('the charts', charts);
  for (const chart of charts) checkGivenText('a chart', chart, 'an SVG document');
  const { direction, label } = stackChartsOptions.withDefaults(options);
  const sizes = charts.map(sizeOf);
  const row = direction === 'row';
  const along = sizes.map(([width, height]) => (row ? width : height));
  const across = Math.max(...sizes.map(([width, height]) => (row ? height : width)));
  const sum = (lengths: readonly number[]): number => lengths.reduce((total, length) => total + length, 0);
  const [width, height] = row ? [sum(along), across] : [across, sum(along)];
  const placed = charts.map((chart, i) =>
    chart.replace(/^[\s\S]*?<svg /, `<svg ${row ? 'x' : 'y'}="${sum(along.slice(0, i))}" `),
  );
  const labelled = label === undefined ? '' : ` role="img" aria-label="${escapeXml(label)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"${labelled}>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...placed,
    '</svg>',
  ].join('\n');
};

import { escapeXml } from '../markup.js';

/** How {@link arrangeCharts} lays charts out. */
export interface ArrangeChartsOptions {
  /** Beside each other in a `row`, or below each other in a `column`. Default `column`. */
  readonly direction?: 'row' | 'column';
  /** What a screen reader says of all of them. Default nothing. */
  readonly label?: string;
}

const sizeOf = (svg: string): { readonly width: number; readonly height: number } => {
  const [, width = '0', height = '0'] = /<svg[^>]*? width="([\d.]+)"[^>]*? height="([\d.]+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
};

/**
 * Several charts in one document.
 *
 * @param charts - SVG documents with a width and a height in pixels
 * @param options - beside or below each other
 * @returns an SVG document
 *
 * @example
 * ```ts
 * import { arrangeCharts, lineChart } from '@interp/viz';
 *
 * const charts = [await lineChart([{ y: [3, 2, 1] }]), await lineChart([{ y: [1, 2, 3] }])];
 * console.log(arrangeCharts(charts, { direction: 'row' }).match(/<svg/g)?.length); // 3
 * ```
 */
export const arrangeCharts = (
  charts: readonly string[],
  { direction = 'column', label }: ArrangeChartsOptions = {},
): string => {
  const sizes = charts.map(sizeOf);
  const [widths, heights] = [sizes.map(({ width }) => width), sizes.map(({ height }) => height)];
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const row = direction === 'row';
  const width = row ? sum(widths) : Math.max(...widths);
  const height = row ? Math.max(...heights) : sum(heights);
  const placed = charts.map((chart, i) => {
    const offset = sum((row ? widths : heights).slice(0, i));
    return chart.replace(/^[\s\S]*?<svg /, `<svg ${row ? 'x' : 'y'}="${offset}" `);
  });
  const labelled = label === undefined ? '' : ` role="img" aria-label="${escapeXml(label)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"${labelled}>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...placed,
    '</svg>\n',
  ].join('\n');
};

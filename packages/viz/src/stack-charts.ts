const sizeOf = (svg: string): readonly [width: number, height: number] => {
  const [, width = '0', height = '0'] = /<svg[^>]*? width="([\d.]+)"[^>]*? height="([\d.]+)"/.exec(svg) ?? [];
  return [Number(width), Number(height)];
};

/**
 * Charts one below the other in one document.
 *
 * @param charts - SVG documents with a width and a height in pixels
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
export const stackCharts = (charts: readonly string[]): string => {
  const sizes = charts.map(sizeOf);
  const width = Math.max(...sizes.map(([w]) => w));
  const height = sizes.reduce((sum, [, h]) => sum + h, 0);
  let top = 0;
  const placed = charts.map((chart, i) => {
    const at = top;
    top += sizes[i][1];
    return chart.replace(/^[\s\S]*?<svg /, `<svg y="${at}" `);
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...placed,
    '</svg>',
  ].join('\n');
};

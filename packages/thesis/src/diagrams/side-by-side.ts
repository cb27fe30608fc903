/**
 * Charts of one size beside each other in one document.
 *
 * @param charts - SVG documents with a width and a height in pixels
 * @param label - what a screen reader says
 * @returns an SVG document
 */
export const sideBySide = (charts: readonly string[], label: string): string => {
  const sizes = charts.map((chart) => {
    const [, width = '0', height = '0'] = /<svg[^>]*? width="([\d.]+)"[^>]*? height="([\d.]+)"/.exec(chart) ?? [];
    return { width: Number(width), height: Number(height) };
  });
  const height = Math.max(...sizes.map((size) => size.height));
  let x = 0;
  const placed = charts.map((chart, i) => {
    const left = x;
    x += sizes[i].width;
    return chart.replace(/^[\s\S]*?<svg /, `<svg x="${left}" `);
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${x}" height="${height}" viewBox="0 0 ${x} ${height}" role="img" aria-label="${label}">`,
    `<rect width="${x}" height="${height}" fill="#ffffff"/>`,
    ...placed,
    '</svg>\n',
  ].join('\n');
};

/**
 * A Markdown table whose columns are aligned.
 *
 * @param {string[]} header
 * @param {string[][]} rows - as many cells each as the header has
 * @returns {string} its lines
 */
export const markdownTable = (header, rows) => {
  const cells = [header, ...rows];
  const widths = header.map((_, column) => Math.max(3, ...cells.map((row) => row[column].length)));
  const line = (/** @type {string[]} */ row) => `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [line(header), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
};

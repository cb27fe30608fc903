/** The log-likelihoods of digits under one density. */
export interface Likelihoods {
  /** What the density is called. */
  readonly name: string;
  /** One for each digit, in nats. */
  readonly scores: Float32Array;
}

const bins = 60;

/**
 * A chart of how many digits have which log-likelihood, a line for each density, and a mark at the black image.
 *
 * @param densities - at least one
 * @param black - the log-likelihood of the black image under the first
 * @param digits - what the digits are, for the title
 * @returns the chart as SVG
 */
export const rbmHistogram = async (
  densities: readonly Likelihoods[],
  black: number,
  digits: string,
): Promise<string> => {
  const { lineChart } = await import('@interp/viz');
  const all = [black, ...densities.flatMap(({ scores }) => [...scores])].sort((a, b) => a - b);
  const low = all[Math.floor(0.005 * all.length)];
  const high = all[all.length - 1] + 1e-3;
  const width = (high - low) / bins;
  const counted = densities.map(({ scores }) => {
    const counts = new Float64Array(bins);
    for (const score of scores) if (score >= low) counts[Math.min(bins - 1, Math.floor((score - low) / width))]++;
    return counts.map((count) => (100 * count) / scores.length);
  });
  const top = Math.max(...counted.flatMap((counts) => [...counts]));
  const centres = Float64Array.from({ length: bins }, (_, bin) => low + (bin + 0.5) * width);
  const lines = [
    ...densities.map(({ name }, i) => ({ name, x: centres, y: counted[i] })),
    { name: `black image, ${densities[0].name}`, x: [Math.max(low, black), Math.max(low, black)], y: [0, top] },
  ];
  return lineChart(lines, { title: digits, xTitle: 'log-likelihood, nats', yTitle: 'digits, %' });
};

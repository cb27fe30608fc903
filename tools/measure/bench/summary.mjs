/**
 * Median and spread of the samples of one side.
 *
 * @param {readonly number[]} samples - milliseconds
 * @returns {{ median: number, low: number, high: number, samples: number[] }}
 */
export function summary(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, low: sorted[0], high: sorted.at(-1), samples: samples.map((sample) => Number(sample.toFixed(4))) };
}

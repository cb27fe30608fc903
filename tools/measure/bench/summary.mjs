/**
 * Median and spread of the samples of one side.
 *
 * @param {readonly number[]} samples - milliseconds
 * @param {'median' | 'low'} [judged] - which of them stands for the side
 * @returns {{ time: number, median: number, low: number, high: number, samples: number[] }}
 */
export function summary(samples, judged = 'median') {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  const [low, high] = [sorted[0], sorted.at(-1)];
  const rounded = samples.map((sample) => Number(sample.toFixed(4)));
  return { time: judged === 'low' ? low : median, median, low, high, samples: rounded };
}

import type { Prototype } from '@interp/am';

/**
 * A chart of the objective of each prototype after each step.
 *
 * @param items - the prototypes
 * @returns the chart as SVG
 */
export const historyChart = async (items: readonly Prototype[]): Promise<string> => {
  const { lineChart } = await import('@interp/viz');
  const lines = items.map((item, i) => ({
    name: items.some((other, k) => k !== i && other.class === item.class) ? `${item.class} (${i})` : String(item.class),
    x: item.history.map((_, step) => step),
    y: item.history.map(({ objective }) => objective),
  }));
  return lineChart(lines, { title: 'Objective', xTitle: 'step', yTitle: 'objective' });
};

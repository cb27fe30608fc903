import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { isDark } from '../../parts/media.js';
import { plainFigure } from '../../words/words.js';
import type { Forming } from './forming.js';
import { imagineWords } from './imagine-words.js';

/** What draws charts, fetched with the first of them. It throws while it is loaded where the browser's language is none, as `C`: there is no chart then. */
const plot = signal<typeof uPlot | undefined>(undefined);
const fetchPlot = async (): Promise<void> => {
  if (plot.peek()) return;
  plot.value = await import('uplot').then(
    (found) => found.default,
    () => undefined,
  );
};

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name);

const dataOf = (history: Forming['records']): [number[], number[], number[]] => [
  history.map((_, i) => i),
  history.map(([record]) => record.probability),
  history.map(([record]) => record.objective),
];

/** Objective and probability after each step (thesis, Figure 4.4); a press chooses a step, and a line stands at the one that is shown. */
export const AscentChart = ({
  history,
  frame,
  onFrame,
}: {
  /** Of each step, the only class. */
  readonly history: Forming['records'];
  readonly frame: number;
  readonly onFrame: (frame: number) => void;
}) => {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  const { objective, probability, frame: step } = imagineWords.value;
  useEffect(() => {
    void fetchPlot();
    const Plot = plot.value;
    if (!place.current || !Plot) return undefined;
    const line = { stroke: colour('--line') };
    const values = (_: uPlot, all: readonly number[]): string[] => all.map(plainFigure);
    const axis = { stroke: colour('--soft'), grid: line, ticks: line, values };
    const made = new Plot(
      {
        ...{ width: place.current.clientWidth || 320, height: 180 },
        cursor: { y: false, drag: { x: false, y: false } },
        legend: { live: false },
        scales: { x: { time: false } },
        axes: [axis, { ...axis, size: 46 }],
        series: [
          { label: step },
          { label: probability, stroke: colour('--for'), width: 2 },
          { label: objective, stroke: colour('--against'), width: 2, dash: [5, 3] },
        ],
      },
      dataOf(history),
      place.current,
    );
    made.over.addEventListener('click', () => {
      const at = made.cursor.idx;
      if (typeof at === 'number') onFrame(at);
    });
    chart.current = made;
    return () => made.destroy();
  }, [objective, isDark.value, plot.value]);
  useEffect(() => chart.current?.setData(dataOf(history)), [history]);
  useEffect(() => {
    chart.current?.setCursor({ left: chart.current.valToPos(frame, 'x'), top: 0 });
  }, [frame, history, objective, isDark.value, plot.value]);
  return <div ref={place} class="chart" role="img" aria-label={`${probability}, ${objective}`} />;
};

import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Imagined } from './imagine.js';
import { imagineWords } from './imagine-words.js';

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name);

/** Objective and probability after each step (thesis, Figure 4.4); a press chooses a step, and a line stands at the one that is shown. */
export const AscentChart = ({
  history,
  frame,
  onFrame,
}: {
  readonly history: Imagined['history'];
  readonly frame: number;
  readonly onFrame: (frame: number) => void;
}) => {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  const { objective, probability, frame: step } = imagineWords.value;
  useEffect(() => {
    if (!place.current) return;
    const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line') }, ticks: { stroke: colour('--line') } };
    const made = new uPlot(
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
      [
        history.map((_, i) => i),
        history.map((record) => record.probability),
        history.map((record) => record.objective),
      ],
      place.current,
    );
    made.over.addEventListener('click', () => {
      const at = made.cursor.idx;
      if (typeof at === 'number') onFrame(at);
    });
    chart.current = made;
    return () => made.destroy();
  }, [history, objective]);
  useEffect(() => {
    chart.current?.setCursor({ left: chart.current.valToPos(frame, 'x'), top: 0 });
  }, [frame, history]);
  return <div ref={place} class="chart" role="img" aria-label={`${probability}, ${objective}`} />;
};

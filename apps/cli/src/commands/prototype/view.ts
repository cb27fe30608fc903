import type { Prototype } from '@interp/am';
import { brief, duration, percent, table } from '../../shell/text.js';
import type { JudgePrediction } from './judges.js';

/** Prototypes as a table, with how long they took and how often the judge agrees. */
export const prototypesText = (
  items: readonly Prototype[],
  judged: readonly JudgePrediction[],
  labels: readonly string[] | undefined,
  seconds: number,
): string => {
  const n = items.length;
  const agreed = items.filter((item, i) => judged[i].class === item.class).length;
  const lines = table([
    ['class', 'probability', 'objective', 'steps', 'judged'],
    ...items.map((item, i) => [
      labels?.[item.class] ?? String(item.class),
      percent(item.probability),
      brief(item.objective),
      String(item.steps),
      `${labels?.[judged[i].class] ?? judged[i].class} (${percent(judged[i].probability)})`,
    ]),
  ]);
  return `${lines}\n${n} ${n === 1 ? 'prototype' : 'prototypes'} in ${duration(seconds)}; ${judged[0].name} agrees on ${agreed}`;
};

/** A chart of the objective of each prototype after each step. */
export const historyChart = async (items: readonly Prototype[]): Promise<string> => {
  const { ascentChart } = await import('@interp/viz');
  const isRepeated = (item: Prototype): boolean => items.some((other) => other !== item && other.class === item.class);
  return ascentChart(
    items.map((item, i) => ({ ...item, name: isRepeated(item) ? `${item.class} (${i})` : String(item.class) })),
  );
};

/** The methods that go by gradient ascent, as the command line calls them. */
export type AscentMethod = 'am' | 'expert' | 'decoder';

/** How the ascent to one prototype went. */
export type PrototypeAscent = Pick<Prototype, 'steps' | 'seconds' | 'history' | 'probability'> & {
  readonly method: AscentMethod;
};

/** Seconds per iteration in section 4.3 of the thesis, on an i7-7700HQ with a GTX 1060. */
export const thesisSecondsPerStep: Readonly<Record<AscentMethod, number>> = { am: 0.005, expert: 11, decoder: 0.03 };

const titles: Readonly<Record<AscentMethod, string>> = {
  am: 'AM',
  expert: 'AM with expert',
  decoder: 'AM with decoder',
};

/** Seconds per iteration of an ascent; 0 where it took no step. */
export const secondsPerStep = ({ seconds, steps }: Pick<Prototype, 'seconds' | 'steps'>): number =>
  steps === 0 ? 0 : seconds / steps;

/** Figure 4.4 of the thesis. The legend has the seconds per iteration, and beside them the thesis'. */
export const comparisonChart = async (ascents: readonly PrototypeAscent[]): Promise<string> => {
  const { ascentChart } = await import('@interp/viz');
  const seconds = (ascent: PrototypeAscent): string =>
    `${Number(secondsPerStep(ascent).toPrecision(2))} s an iteration (thesis ${thesisSecondsPerStep[ascent.method]} s)`;
  return ascentChart(
    ascents.map((ascent) => ({ ...ascent, name: `${titles[ascent.method]}: ${seconds(ascent)}` })),
    { title: 'Objective per iteration', xTitle: 'iteration', relative: true },
  );
};

/** The same as a table. */
export const comparisonText = (ascents: readonly PrototypeAscent[]): string =>
  table([
    ['method', 'probability', 'iterations', 'seconds', 's/iteration', "thesis'"],
    ...ascents.map((ascent) => [
      titles[ascent.method],
      ascent.probability.toFixed(4),
      String(ascent.steps),
      ascent.seconds.toFixed(2),
      secondsPerStep(ascent).toPrecision(2),
      String(thesisSecondsPerStep[ascent.method]),
    ]),
  ]);

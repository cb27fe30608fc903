import { lineChart } from '@interp/viz';
import type { Figure } from './figure.js';
import type { FigureContext } from './figure-context.js';
import {} from './outcome-parts.js';
import type { PrototypeRow } from './prototype-row.js';

/** The three ways to a prototype of 5 and how each went. */
export interface Climb {
  /** Name of the method. */
  readonly method: 'am' | 'expert' | 'decoder';
  /** What came of it. */
  readonly row: PrototypeRow;
}

/** Climbs to a 5 by each method. */
export const climbs = async ({ outcome, spec, progress }: FigureContext): Promise<readonly Climb[]> => {
  const all: Climb[] = [];
  for (const [i, method] of (['am', 'expert', 'decoder'] as const).entries()) {
    const own =
      method === 'expert'
        ? ['--expert', spec('rbm-8')]
        : ['--restarts', '1', ...(method === 'decoder' ? ['--decoder', spec('generator')] : [])];
    const found = await outcome(['prototype', '--method', method, '--class', '5', '--model', spec('lenet'), ...own]);
    all.push({ method, row: (found.json as readonly PrototypeRow[])[0] });
    progress((i + 1) / 3);
  }
  return all;
};

/**
 * How little smooth a curve is: the sum of its falls over its rise, 0 where it only rises.
 *
 * @param values - the curve
 * @returns the roughness, in parts of the whole rise
 */
export const roughness = (values: readonly number[]): number => {
  const rise = Math.max(...values) - Math.min(...values);
  const falls = values.slice(1).reduce((sum, value, i) => sum + Math.max(0, values[i] - value), 0);
  return rise === 0 ? 0 : falls / rise;
};

/**
 * The largest step of a curve.
 *
 * @param values - the curve
 * @returns the largest change in one step, in parts of the whole rise
 */
export const largestJump = (values: readonly number[]): number => {
  const rise = Math.max(...values) - Math.min(...values);
  const jumps = values.slice(1).map((value, i) => Math.abs(value - values[i]));
  return rise === 0 ? 0 : Math.max(...jumps) / rise;
};

const titles = { am: 'AM', expert: 'AM with expert', decoder: 'AM with decoder' } as const;

/** Figure 4.4: the objective after each step of the three methods. */
export const historiesFigure: Figure = {
  number: '4.4',
  title: {
    en: 'Objective per iteration of the three methods',
    es: 'Función objetivo por iteración de los tres métodos',
  },
  thesis: {
    en: 'AM and expert smooth, decoder in jumps',
    es: 'AM y experto suaves, decodificador a saltos',
  },
  weight: 5,
  command: 'prototype --method decoder --class 5 --history',
  draw: async (context) => {
    const all = await climbs(context);
    const curves = all.map(({ method, row }) => ({ method, y: row.history.map(({ objective }) => objective) }));
    const [am, expert, decoder] = curves.map(({ y }) => roughness(y));
    const smoother = am < decoder && expert < decoder;
    const sums = `${am.toFixed(2)}, ${expert.toFixed(2)}, ${decoder.toFixed(2)}`;
    return {
      pictures: await Promise.all(
        curves.map(async ({ method, y }) => ({
          name: `4.4-${method}`,
          svg: await lineChart([{ name: titles[method], y }], {
            title: titles[method],
            xTitle: 'step',
            yTitle: 'objective',
            width: 320,
            height: 200,
          }),
          kind: 'drawing' as const,
          alt: {
            en: `The objective of ${titles[method]} over ${y.length - 1} steps, from ${y[0].toFixed(2)} to ${Math.max(...y).toFixed(2)}.`,
            es: `El objetivo de ${titles[method]} en ${y.length - 1} pasos, de ${y[0].toFixed(2)} a ${Math.max(...y).toFixed(2)}.`,
          },
        })),
      ),
      data: all,
      ours: {
        en: `falls ÷ rise: ${sums}`,
        es: `bajadas ÷ subida: ${sums}`,
      },
      difference: smoother ? { en: 'none', es: 'ninguna' } : { en: 'smoothness', es: 'suavidad' },
      verdict: smoother ? 'agrees' : am < 0.5 && expert < 0.5 ? 'partly' : 'differs',
      caption: {
        en: `One climb to a 5 by each method, with Adam. Under “ours” stands how far each curve falls on its way, in parts of its whole rise, for AM, expert and decoder: 0 for a curve that only rises. ${smoother ? 'As in the thesis the decoder’s is the roughest.' : 'Unlike in the thesis the decoder’s is not the roughest: ours climbs with Adam and a smaller rate.'}`,
        es: `Un ascenso a un 5 por cada método, con Adam. En «nuestro» figura cuánto baja cada curva en su camino, en partes de su subida, para AM, experto y decodificador: 0 si solo sube. ${smoother ? 'Como en la tesis, la del decodificador es la menos suave.' : 'A diferencia de la tesis, la del decodificador no es la menos suave: la nuestra asciende con Adam y una tasa menor.'}`,
      },
      numbers: { am, expert, decoder },
    };
  },
};

/** The seconds of section 4.3: for each prototype and each iteration. */
export const secondsTable: Figure = {
  number: 'text, 4.3',
  title: { en: 'Seconds per prototype and per iteration', es: 'Segundos por prototipo y por iteración' },
  thesis: {
    en: 'AM 90, expert 2,700, decoder 270 s',
    es: 'AM 90, experto 2,700, decodificador 270 s',
  },
  thesisSeconds: 3060,
  weight: 5,
  command: 'prototype --method am --class 5 --restarts 1',
  draw: async (context) => {
    const all = await climbs(context);
    const then = { am: [90, 0.005], expert: [2700, 11], decoder: [270, 0.03] } as const;
    const times = all.map(({ method, row }) => ({
      method,
      seconds: row.seconds,
      step: row.seconds / Math.max(1, row.steps),
    }));
    const said = times.map(({ seconds }) => seconds.toFixed(2)).join(', ');
    return {
      pictures: [],
      tables: [
        {
          name: 'text-4.3',
          title: { en: 'Seconds, wall-clock', es: 'Segundos de reloj' },
          head: [
            { en: 'method', es: 'método' },
            { en: 'thesis, prototype', es: 'tesis, prototipo' },
            { en: 'ours, prototype', es: 'nuestro, prototipo' },
            { en: 'thesis, iteration', es: 'tesis, iteración' },
            { en: 'ours, iteration', es: 'nuestra, iteración' },
            { en: 'times as fast', es: 'veces más rápido' },
          ],
          rows: times.map(({ method, seconds, step }) => [
            titles[method],
            String(then[method][0]),
            seconds.toFixed(2),
            String(then[method][1]),
            step.toFixed(5),
            (then[method][0] / seconds).toFixed(0),
          ]),
        },
      ],
      data: times,
      ours: { en: `AM, expert, decoder: ${said} s`, es: `AM, experto, decodificador: ${said} s` },
      difference: {
        en: `${Math.round(3060 / times.reduce((sum, { seconds }) => sum + seconds, 0))} times as fast`,
        es: `${Math.round(3060 / times.reduce((sum, { seconds }) => sum + seconds, 0))} veces más rápido`,
      },
      verdict: times.every(({ method, seconds }) => seconds < then[method][0]) ? 'differs' : 'partly',
      timed: true,
      caption: {
        en: 'One prototype of 5 by each method, one start. The thesis ran on an i7-7700HQ with a GTX 1060; ours ran on this machine while the rest of this report was made. The expert’s gradient is the closed form with a stable softplus, where the thesis used arithmetic of arbitrary precision; our climbs take fewer steps.',
        es: 'Un prototipo de 5 por cada método, un inicio. La tesis usó un i7-7700HQ con una GTX 1060; lo nuestro corrió en esta máquina mientras se hacía el resto del informe. El gradiente del experto es la forma cerrada con un softplus estable, donde la tesis usó aritmética de precisión arbitraria; nuestros ascensos dan menos pasos.',
      },
      numbers: { methods: times.length },
    };
  },
};

import { type Cell, condition, decimal, short, table } from '@interp/report';
import { median } from '@interp/core/internal';
import type { Figure } from '../../figure.js';
import { ascentMethods, ascents, type Ascents } from '../ascents.js';

/** The median seconds from one step to the next: the first steps compile, and some wait for a core that others use. */
const stepOf = (moments: readonly number[]): number =>
  median(moments.slice(1).map((moment, i) => (moment - moments[i]) / 1000));

/** The seconds of section 4.3: of each iteration and each prototype. */
export const secondsTable: Figure = {
  number: 'text, 4.3',
  title: { en: 'Seconds per iteration and per prototype', es: 'Segundos por iteración y por prototipo' },
  expected: {
    en: 'an iteration: AM 0.005, expert 11, decoder 0.03 s',
    es: 'una iteración: AM 0.005, experto 11, decodificador 0.03 s',
  },
  expectedSeconds: 3060,
  weight: 5,
  command: 'prototype --method am --class 5 --restarts 1',
  rule: [
    condition(
      'the expert is by far the dearest: ten times AM or more',
      'el experto es por mucho el más caro: diez veces AM o más',
      ({ expert, am, decoder }) => expert > decoder && expert > 10 * am,
    ),
  ],
  about: {
    en: 'One prototype of 5 by each method, one start, on one core while the rest of this report is made; an iteration is the median one. The thesis ran on an i7-7700HQ with a GTX 1060.',
    es: 'Un prototipo de 5 por cada método, un inicio, en un núcleo mientras se hace el resto del informe; una iteración es la mediana. La tesis usó un i7-7700HQ con una GTX 1060.',
  },
  cause: {
    en: 'The expert need not be slow: its gradient is a closed form with a stable softplus, where the thesis used arithmetic of arbitrary precision.',
    es: 'El experto no tiene por qué ser lento: su gradiente es una forma cerrada con un softplus estable, donde la tesis usó aritmética de precisión arbitraria.',
  },
  draw: async (context) => {
    const moments: Record<Ascents['method'], number[]> = { am: [], expert: [], decoder: [] };
    const found = await ascents(context, 1, (method) => moments[method].push(performance.now()));
    const times = found.map(({ method, items: [{ seconds }] }) => ({ method, seconds, step: stepOf(moments[method]) }));
    const [am, expert, decoder] = times.map(({ step }) => step);
    const said = times.map(({ step }) => short(step)).join(', ');
    const row = ({ method, seconds, step }: (typeof times)[number]): readonly Cell[] => {
      const { name, secondsPerStep, secondsPerPrototype } = ascentMethods[method];
      return [
        name,
        String(secondsPerStep),
        step.toFixed(4),
        short(secondsPerStep / step),
        decimal(secondsPerPrototype),
        seconds.toFixed(2),
      ];
    };
    return {
      pictures: [],
      tables: table(
        'text-4.3',
        { en: 'Seconds, wall-clock', es: 'Segundos transcurridos' },
        [
          { en: 'method', es: 'método' },
          { en: 'thesis, iteration', es: 'tesis, iteración' },
          { en: 'ours, iteration', es: 'aquí, iteración' },
          { en: 'times as fast', es: 'veces más rápido' },
          { en: 'thesis, prototype', es: 'tesis, prototipo' },
          { en: 'ours, prototype', es: 'aquí, prototipo' },
        ],
        times.map(row),
      ),
      data: times,
      ours: { en: `AM, expert, decoder: ${said} s`, es: `AM, experto, decodificador: ${said} s` },
      timed: true,
      numbers: { am, expert, decoder },
    };
  },
};

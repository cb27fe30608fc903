import { ascents, methodNames } from '../ascents.js';
import { table, type Figure } from '../../figure.js';
import { decimal } from '../../format.js';

/** The seconds of section 4.3: for each prototype and each iteration. */
export const secondsTable: Figure = {
  number: 'text, 4.3',
  title: { en: 'Seconds per prototype and per iteration', es: 'Segundos por prototipo y por iteración' },
  thesis: { en: 'AM 90, expert 2,700, decoder 270 s', es: 'AM 90, experto 2,700, decodificador 270 s' },
  thesisSeconds: 3060,
  weight: 5,
  command: 'prototype --method am --class 5 --restarts 1',
  draw: async (context) => {
    const all = await ascents(context);
    const then = { am: [90, 0.005], expert: [2700, 11], decoder: [270, 0.03] } as const;
    const times = all.map(({ method, item }) => ({
      method,
      seconds: item.seconds,
      step: item.seconds / Math.max(1, item.steps),
    }));
    const said = times.map(({ seconds }) => seconds.toFixed(2)).join(', ');
    const faster = 3060 / times.reduce((sum, { seconds }) => sum + seconds, 0);
    return {
      pictures: [],
      tables: table(
        'text-4.3',
        { en: 'Seconds, wall-clock', es: 'Segundos transcurridos' },
        [
          { en: 'method', es: 'método' },
          { en: 'thesis, prototype', es: 'tesis, prototipo' },
          { en: 'ours, prototype', es: 'aquí, prototipo' },
          { en: 'thesis, iteration', es: 'tesis, iteración' },
          { en: 'ours, iteration', es: 'aquí, iteración' },
          { en: 'times as fast, prototype', es: 'veces más rápido, prototipo' },
        ],
        times.map(({ method, seconds, step }) => [
          methodNames[method],
          String(then[method][0]),
          seconds.toFixed(2),
          String(then[method][1]),
          step.toFixed(5),
          (then[method][0] / seconds).toFixed(0),
        ]),
      ),
      data: times,
      ours: { en: `AM, expert, decoder: ${said} s`, es: `AM, experto, decodificador: ${said} s` },
      difference: { en: `${decimal(faster)} times as fast`, es: `${decimal(faster)} veces más rápido` },
      verdict: times.every(({ method, seconds }) => seconds < then[method][0]) ? 'differs' : 'partly',
      timed: true,
      caption: {
        en: 'One prototype of 5 by each method, one start. The thesis ran on an i7-7700HQ with a GTX 1060; ours ran on this machine while the rest of this report was made. The expert’s gradient is the closed form with a stable softplus, where the thesis used arithmetic of arbitrary precision; our ascents take fewer steps.',
        es: 'Un prototipo de 5 por cada método, un inicio. La tesis usó un i7-7700HQ con una GTX 1060; aquí se usó esta máquina mientras se hacía el resto del informe. El gradiente del experto es la forma cerrada con un softplus estable, donde la tesis usó aritmética de precisión arbitraria; nuestros ascensos dan menos pasos.',
      },
      numbers: { methods: times.length },
    };
  },
};

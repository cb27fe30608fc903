import { lineChart } from '@interp/viz';
import { climbs, largestJump, roughness, titles } from './climbs.js';
import type { Figure } from './figure.js';

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
    const jumps = curves.map(({ y }) => largestJump(y));
    const [am, expert, decoder] = jumps;
    const falls = curves.map(({ y }) => roughness(y).toFixed(2)).join(', ');
    const jumpiest = decoder > am && decoder > expert;
    const sums = jumps.map((jump) => jump.toFixed(2)).join(', ');
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
        en: `largest step ÷ rise: ${sums}`,
        es: `mayor paso ÷ subida: ${sums}`,
      },
      difference: jumpiest
        ? am < 0.5
          ? { en: 'none', es: 'ninguna' }
          : { en: 'AM’s first step jumps too', es: 'el primer paso de AM también salta' }
        : { en: 'the decoder’s is not the largest', es: 'el del decodificador no es el mayor' },
      verdict: jumpiest ? (am < 0.5 && expert < 0.5 ? 'agrees' : 'partly') : 'differs',
      caption: {
        en: `One climb to a 5 by each method, with Adam. Under “ours” stands the largest change in one step, in parts of the whole rise, for AM, expert and decoder; what the curves fall on their way, likewise, is ${falls}. Our AM leaves the noise within its first steps, the thesis’ took some thousands.`,
        es: `Un ascenso a un 5 por cada método, con Adam. En «nuestro» figura el mayor cambio en un paso, en partes de la subida, para AM, experto y decodificador; lo que las curvas bajan en su camino, igualmente, es ${falls}. Nuestro AM deja el ruido en sus primeros pasos; el de la tesis tomó algunos miles.`,
      },
      numbers: { am, expert, decoder },
    };
  },
};

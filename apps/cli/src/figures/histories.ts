import { lineChart } from '@interp/viz';
import { climbs, roughness, titles } from './climbs.js';
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

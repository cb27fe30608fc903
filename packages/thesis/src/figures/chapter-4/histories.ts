import { lineChart } from '@interp/viz';
import { ascents, largestJump, methodNames, roughness } from '../ascents.js';
import { drawing, inBoth, type Figure, type Picture } from '../../figure.js';
import { decimal } from '../../format.js';

/** Figure 4.4: the objective after each step of the three methods. */
export const historiesFigure: Figure = {
  number: '4.4',
  title: {
    en: 'Objective per iteration of the three methods',
    es: 'Función objetivo por iteración de los tres métodos',
  },
  thesis: { en: 'AM and expert smooth, decoder in jumps', es: 'AM y experto suaves, decodificador a saltos' },
  weight: 5,
  command: 'prototype --method decoder --class 5 --history',
  draw: async (context) => {
    const all = await ascents(context);
    const curves = all.map(({ method, item }) => ({ method, y: item.history.map(({ objective }) => objective) }));
    const jumps = curves.map(({ y }) => largestJump(y));
    const [am, expert, decoder] = jumps;
    const falls = curves.map(({ y }) => roughness(y).toFixed(2)).join(', ');
    const jumpiest = decoder > am && decoder > expert;
    const span = (y: readonly number[]): readonly [string, string] => [decimal(y[0], 2), decimal(Math.max(...y), 2)];
    const sums = jumps.map((jump) => jump.toFixed(2)).join(', ');
    const pictures: Picture[] = [];
    for (const { method, y } of curves) {
      const svg = await inBoth((say) => {
        const title = say(methodNames[method].en, methodNames[method].es);
        const [xTitle, yTitle] = [say('step', 'paso'), say('objective', 'función objetivo')];
        return lineChart([{ name: title, y }], { title, xTitle, yTitle, width: 320, height: 200 });
      });
      pictures.push(
        ...drawing(`4.4-${method}`, svg, {
          en: `The objective of ${methodNames[method].en} over ${y.length - 1} steps, from ${span(y).join(' to ')}.`,
          es: `La función objetivo de ${methodNames[method].es} en ${y.length - 1} pasos, de ${span(y).join(' a ')}.`,
        }),
      );
    }
    return {
      pictures,
      data: all,
      ours: { en: `largest step ÷ rise: ${sums}`, es: `mayor cambio en un paso ÷ subida: ${sums}` },
      difference: jumpiest
        ? am < 0.5
          ? { en: 'none', es: 'ninguna' }
          : { en: 'AM’s first step jumps too', es: 'el primer paso de AM también salta' }
        : { en: 'the decoder’s is not the largest', es: 'el del decodificador no es el mayor' },
      verdict: jumpiest ? (am < 0.5 && expert < 0.5 ? 'agrees' : 'partly') : 'differs',
      caption: {
        en: `One ascent to a 5 by each method, with Adam. “Ours” is the largest change in one step as a part of the whole rise, for AM, expert and decoder; all falls on the way together are ${falls} of the rise. Our AM leaves the noise within its first steps; the thesis’ took some thousands.`,
        es: `Un ascenso a un 5 por cada método, con Adam. «Aquí» es el mayor cambio en un paso como parte de toda la subida, para AM, experto y decodificador; lo que las curvas bajan en el camino es en total ${falls} de la subida. Nuestro AM deja el ruido en sus primeros pasos; el de la tesis tomó algunos miles.`,
      },
      numbers: { am, expert, decoder },
    };
  },
};

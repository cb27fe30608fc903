import { lineChart } from '@interp/viz';
import { ascents, largestJump, methodNames, onOneScale, roughness, smoothnessRule } from '../ascents.js';
import { drawing, inBoth, type Figure } from '../../figure.js';
import { decimal, nothing } from '../../format.js';
import { condition } from '../../rule.js';
import { smallChart } from '../small-chart.js';

/** Figure 4.4: the objective after each step of the three methods. */
export const historiesFigure: Figure = {
  number: '4.4',
  title: {
    en: 'Objective per iteration of the three methods',
    es: 'Función objetivo por iteración de los tres métodos',
  },
  thesis: { en: 'AM and expert smooth, decoder in jumps', es: 'AM y experto suaves, decodificador a saltos' },
  weight: 5,
  command: 'prototype --method decoder --class 5 --objective probability --threshold 0 --restarts 1 --history',
  rule: [
    ...smoothnessRule,
    condition(
      'all three rise to their end',
      'los tres terminan arriba',
      ({ amEnd, expertEnd, decoderEnd }) => Math.min(amEnd, expertEnd, decoderEnd) > 0.5,
    ),
  ],
  about: {
    en: 'One ascent to a 5 by each method: P − λ‖x‖², log P + log p* and P − λ‖z‖², each from its start to its last step, on one scale from its lowest to its highest value. AM and the decoder ascend by Adam, AM by small steps.',
    es: 'Un ascenso a un 5 por cada método: P − λ‖x‖², log P + log p* y P − λ‖z‖², cada uno desde su inicio hasta su último paso, en una misma escala de su menor a su mayor valor. AM y decodificador ascienden con Adam, AM con pasos pequeños.',
  },
  draw: async (context) => {
    const all = await ascents(context);
    const curves = all.map(({ method, item }) => ({ method, y: item.history.map(({ objective }) => objective) }));
    const [am, expert, decoder] = curves.map(({ y }) => largestJump(y));
    const [amEnd, expertEnd, decoderEnd] = curves.map(({ y }) => onOneScale(y).at(-1)!);
    const falls = curves.map(({ y }) => roughness(y).toFixed(2)).join(', ');
    const sums = [am, expert, decoder].map((jump) => jump.toFixed(2)).join(', ');
    const span = (to: string): string =>
      curves.map(({ y }) => `${decimal(y[0], 2)} ${to} ${decimal(Math.max(...y), 2)}`).join('; ');
    const svg = await inBoth((say) =>
      lineChart(
        curves.map(({ method, y }) => ({
          name: say(methodNames[method].en, methodNames[method].es),
          y: [...onOneScale(y)],
        })),
        {
          xTitle: say('step', 'paso'),
          yTitle: say('objective, part of its rise', 'función objetivo, parte de su subida'),
          yRange: [0, 1],
          ...smallChart,
        },
      ),
    );
    return {
      pictures: drawing('4.4', svg, {
        en: 'Three curves of the objective over the steps of an ascent, on one scale.',
        es: 'Tres curvas de la función objetivo en los pasos de un ascenso, en una misma escala.',
      }),
      data: all,
      ours: { en: `largest step ÷ rise: ${sums}`, es: `mayor cambio en un paso ÷ subida: ${sums}` },
      difference: nothing,
      caption: {
        en: `AM, expert, decoder go from ${span('to')}; what they fall on the way is ${falls} of the rise.`,
        es: `AM, experto y decodificador van de ${span('a')}; lo que bajan en el camino es ${falls} de la subida.`,
      },
      numbers: { am, expert, decoder, amEnd, expertEnd, decoderEnd },
    };
  },
};

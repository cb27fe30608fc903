import { condition, decimal, drawing, inBoth } from '@interp/report';
import { ascentShape } from '@interp/am';
import { median } from '@interp/core/internal';
import { lineChart } from '@interp/viz';
import type { Figure } from '../../figure.js';
import { ascentMethods, ascents, highRate, jumpsOf, smoothnessRule } from '../ascents.js';
import { smallChart } from '../small-chart.js';

/** How many ascents by each method. */
const starts = 10;

/** Figure 4.4: the objective after each step of the three methods. */
export const historiesFigure: Figure = {
  number: '4.4',
  title: {
    en: 'Objective per iteration of the three methods',
    es: 'Función objetivo por iteración de los tres métodos',
  },
  expected: { en: 'AM and expert smooth, decoder in jumps', es: 'AM y experto suaves, decodificador a saltos' },
  weight: 5,
  command:
    'prototype --method decoder --class 5 --objective probability --optimizer plain --rate 100 --threshold 0 --restarts 1 --draws 1 --history',
  rule: [
    ...smoothnessRule,
    condition(
      'all three rise to their end',
      'los tres terminan arriba',
      ({ amEnd, expertEnd, decoderEnd }) => Math.min(amEnd, expertEnd, decoderEnd) > 0.5,
    ),
  ],
  about: {
    en: `Ascents to a 5 by each method from ten starts: P − λ‖x‖², log P + log p* and P − λ‖z‖², each from its start to its last step, on one scale from its lowest to its highest value; the curves are those of the first start, and of the decoder’s that with the largest step too. The decoder ascends by plain gradient at the rate of ${highRate}, a high one as the thesis recommends; AM by Adam with small steps.`,
    es: `Ascensos a un 5 por cada método desde diez inicios: P − λ‖x‖², log P + log p* y P − λ‖z‖², cada uno desde su inicio hasta su último paso, en una misma escala de su menor a su mayor valor; las curvas son las del primer inicio y, del decodificador, también la del mayor paso. El decodificador asciende por gradiente simple con la tasa ${highRate}, una alta como recomienda la tesis; AM con Adam y pasos pequeños.`,
  },
  draw: async (context) => {
    const all = await ascents(context, starts);
    const shapes = all.map(({ items }) => items.map(({ history }) => ascentShape(history)));
    const numbers = jumpsOf(all);
    const [amEnd, expertEnd, decoderEnd] = shapes.map((some) => median(some.map(({ parts }) => parts.at(-1)!)));
    const falls = shapes.map((some) => median(some.map(({ roughness }) => roughness)).toFixed(2)).join(', ');
    const sums = all.map(({ method }) => numbers[method].toFixed(2)).join(', ');
    const most = all.map(({ method }) => numbers[`${method}Most`].toFixed(2)).join(', ');
    const firsts = all.map(({ items: [{ history }] }) => history.map(({ objective }) => objective));
    const span = (to: string): string =>
      firsts.map((first) => `${decimal(first[0], 2)} ${to} ${decimal(Math.max(...first), 2)}`).join('; ');
    const steepest = shapes[2].reduce((most, shape) => (shape.largestStep > most.largestStep ? shape : most));
    const svg = await inBoth((say) =>
      lineChart(
        [
          ...all.map(({ method }, i) => ({
            name: say(ascentMethods[method].name.en, ascentMethods[method].name.es),
            y: shapes[i][0].parts,
          })),
          { name: say('decoder, steepest', 'decodificador, el más abrupto'), y: steepest.parts },
        ],
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
        en: 'Curves of the objective over the steps of an ascent by each method, on one scale.',
        es: 'Curvas de la función objetivo en los pasos de un ascenso por cada método, en una misma escala.',
      }),
      data: all,
      ours: {
        en: `largest step ÷ rise, median: ${sums}; most: ${most}`,
        es: `mayor cambio en un paso ÷ subida, mediana: ${sums}; máximo: ${most}`,
      },
      caption: {
        en: `AM, expert, decoder go from ${span('to')} from the first start; what they fall on the way is ${falls} of the rise in the median.`,
        es: `AM, experto y decodificador van de ${span('a')} desde el primer inicio; lo que bajan en el camino es ${falls} de la subida en la mediana.`,
      },
      numbers: { ...numbers, amEnd, expertEnd, decoderEnd },
    };
  },
};

import { atLeast, condition, pixels } from '@interp/report';
import { mean } from '@interp/core/internal';
import { prototypes } from '@interp/am';
import type { Figure } from '../../figure.js';
import { gather, normOf, withTensor } from '../../tensors.js';
import { amOptions, countAgreeing, judge, prototypeCaptions, tenClasses } from '../prototypes.js';
import { withTwins } from '../twins.js';

/** Figure 3.1: a prototype of each digit by activation maximisation. */
export const amPrototypesFigure: Figure = {
  number: '3.1',
  title: { en: 'Prototypes 0 to 9 by activation maximisation', es: 'Prototipos del 0 al 9 con AM' },
  expected: { en: 'all P > 0.99, λ = 0.001', es: 'todos con P > 0.99, λ = 0.001' },
  weight: 4,
  command: 'prototype --method am --class all --objective probability --steps 200 --judge lenet-relu',
  rule: [
    condition('all P > 0.99', 'todos con P > 0.99', ({ least }) => least > 0.99),
    condition('the objective rose for all', 'la función objetivo aumentó en todos', ({ rose }) => rose === 10),
    condition(
      'λ has greyed them: ‖x‖ under that of the noise at the start',
      'λ los volvió grises: ‖x‖ menor que la del ruido del inicio',
      ({ norm }) => norm < 8,
    ),
    condition(
      'no digits for others: all are rejected, or the judge misses three',
      'no son dígitos para otros: todos se rechazan, o el juez falla en tres',
      ({ judged, rejected }) => rejected === 10 || judged <= 7,
    ),
  ],
  about: {
    en: 'From uniform noise in [−1, 1] gradient ascent on the image maximises P(c|x) − λ‖x‖² with λ = 0.001; λ pulls only once P is above 0.995, so that it cannot keep an image below. The judge is a second network, trained apart; a detector of what is no digit may reject an image.',
    es: 'Desde ruido uniforme en [−1, 1] la imagen asciende P(c|x) − λ‖x‖² con λ = 0.001; λ solo tira cuando P supera 0.995, para que no detenga una imagen antes. El juez es una segunda red, entrenada aparte; un detector de lo que no es dígito puede rechazar una imagen.',
  },
  draw: async (context) => {
    const { seed, signal } = context;
    const found = await judge(context, await prototypes(await context.classifier(), { ...amOptions, seed, signal }));
    const { items, tensors } = found;
    const least = Math.min(...items.map((item) => item.probability));
    const judged = countAgreeing(items);
    const refused = await withTensor(found.images, context.rejected);
    const rejected = refused.filter(Boolean).length;
    const rose = items.filter(({ history, objective }) => objective > history[0].objective).length;
    const norm = mean(tenClasses.map((c) => normOf(gather(found.images, [c]))));
    const svg = await withTwins(found.images, () => prototypeCaptions(items));
    return {
      pictures: pixels('3.1', svg, {
        en: 'Ten grey images with faint light and dark spots, and each again with its contrast stretched; no digit is easily made out.',
        es: 'Diez imágenes grises con manchas claras y oscuras tenues, y cada una de nuevo con el contraste ampliado; ningún dígito se distingue con facilidad.',
      }),
      data: items,
      tensors,
      ours: {
        en: `all ${atLeast(least)}; judge agrees on ${judged}, ${rejected} of 10 are rejected`,
        es: `todos con ${atLeast(least)}; el juez coincide en ${judged}, se rechazan ${rejected} de 10`,
      },
      caption: {
        en: `Mean ‖x‖ ${norm.toFixed(1)}, where noise has 16.`,
        es: `‖x‖ media ${norm.toFixed(1)}; la del ruido es 16.`,
      },
      numbers: { least, judged, rejected, rose, norm, meanObjective: mean(items.map((item) => item.objective)) },
    };
  },
};

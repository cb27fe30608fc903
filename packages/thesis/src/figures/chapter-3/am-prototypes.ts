import { mean } from '@interp/core/internal';
import { prototypes } from '@interp/am';
import { pixels, type Figure } from '../../figure.js';
import { countAgreeing, judge, prototypesPicture } from '../prototypes.js';
import { atLeast } from '../../format.js';

/** Figure 3.1: a prototype of each digit by activation maximisation. */
export const amPrototypesFigure: Figure = {
  number: '3.1',
  title: { en: 'Prototypes 0 to 9 by activation maximisation', es: 'Prototipos del 0 al 9 con AM' },
  thesis: { en: 'all P > 0.99, λ = 0.001', es: 'todos con P > 0.99, λ = 0.001' },
  weight: 4,
  command: 'prototype --method am --class all --judge lenet-relu',
  draw: async (context) => {
    const { seed, signal } = context;
    const found = await judge(context, await prototypes(await context.classifier(), { steps: 200, seed, signal }));
    const { items, tensors } = found;
    const least = Math.min(...items.map((item) => item.probability));
    const judged = countAgreeing(items);
    return {
      pictures: pixels('3.1', prototypesPicture(found), {
        en: 'Ten grey images with faint light and dark spots; no digit is easily made out.',
        es: 'Diez imágenes grises con manchas claras y oscuras tenues; ningún dígito se distingue con facilidad.',
      }),
      data: items,
      tensors,
      ours: {
        en: `all ${atLeast(least)}; judge agrees on ${judged} of 10`,
        es: `todos con ${atLeast(least)}; el juez coincide en ${judged} de 10`,
      },
      difference: { en: 'none', es: 'ninguna' },
      verdict: least > 0.99 ? 'agrees' : 'differs',
      caption: {
        en: 'From uniform noise in [−1, 1] gradient ascent on the image maximises P(c|x) − λ‖x‖² with λ = 0.001. The network is sure of every one; what people see in them is another matter, and a second network trained apart (the judge) takes only some of them for what they were made to be.',
        es: 'Desde ruido uniforme en [−1, 1] la imagen asciende P(c|x) − λ‖x‖² con λ = 0.001. La red está segura de todas; lo que en ellas ven las personas es otra cosa, y una segunda red entrenada aparte (el juez) reconoce solo algunas.',
      },
      numbers: { least, believed: judged, meanObjective: mean(items.map((item) => item.objective)) },
    };
  },
};

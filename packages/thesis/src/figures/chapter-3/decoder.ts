import { decoderPrototypes } from '@interp/am';
import { density } from '@interp/rbm';
import type { FigureContext } from '../../context.js';
import { pixels, type Figure } from '../../figure.js';
import { countAgreeing, judge, prototypesPicture } from '../prototypes.js';
import { atLeast, probability } from '../../format.js';

/** What picks among the prototypes of a class: a network trained against attacks, which is not the judge of the report, and a density. */
const pickersOf = async ({ classifier, rbm }: FigureContext) => ({
  judge: await classifier('lenet-robust'),
  expert: density(await rbm('rbm-8')),
});

/** Figure 3.7: a prototype of each digit with the generator as decoder. */
export const decoderPrototypesFigure: Figure = {
  number: '3.7',
  title: { en: 'Prototypes 0 to 9 with a decoder', es: 'Prototipos del 0 al 9 con decodificador' },
  thesis: { en: 'all P > 0.999, pleasing to the eye', es: 'todos con P > 0.999, agradables a la vista' },
  thesisSeconds: 78.6,
  weight: 4,
  command: 'prototype --method decoder --class all --restarts 24',
  draw: async (context) => {
    const { seed, signal } = context;
    const [network, generator] = [await context.classifier(), await context.decoder()];
    const pickers = await pickersOf(context);
    const found = await judge(
      context,
      await decoderPrototypes(network, generator, { ...pickers, restarts: 24, seed, signal }),
    );
    const { items, tensors } = found;
    const least = Math.min(...items.map((item) => item.probability));
    const judged = countAgreeing(items);
    return {
      pictures: pixels('3.7', prototypesPicture(found), {
        en: 'Ten prototypes that look like handwritten digits 0 to 9.',
        es: 'Diez prototipos que parecen dígitos manuscritos del 0 al 9.',
      }),
      data: items,
      tensors,
      ours: {
        en: `all ${atLeast(least)}; judge agrees on ${judged} of 10`,
        es: `todos con ${atLeast(least)}; el juez coincide en ${judged} de 10`,
      },
      difference: least > 0.999 ? { en: 'none', es: 'ninguna' } : { en: 'least P', es: 'P mínima' },
      verdict: least > 0.999 && judged >= 9 ? 'agrees' : least > 0.99 ? 'partly' : 'differs',
      caption: {
        en: 'The ascent is over the 64 numbers that the generator makes an image of, from N(0, I), 24 starts for each digit, of which the network is sure; kept is the one that a third network, trained against attacks, recognises as well, and whose density under the Gaussian RBM is the most usual. The judge is a network trained apart: “ours” says how many of these it takes for what they were made to be, beside those of Figure 3.1. The thesis’ 7.86 s is for one.',
        es: 'El ascenso se hace en los 64 números de los que el generador hace una imagen, desde N(0, I), con 24 inicios por dígito, de los que la red está segura; queda el que también reconoce una tercera red, entrenada contra ataques, y cuya densidad según la RBM gaussiana es la más usual. El juez es una red entrenada aparte: «aquí» dice cuántos de estos reconoce, para comparar con los de la Figura 3.1. Los 7.86 s de la tesis son por prototipo.',
      },
      numbers: { least, agreed: judged },
    };
  },
};

/** Figure 3.8: the least digit-like of many prototypes of 2. */
export const oddPrototypeFigure: Figure = {
  number: '3.8',
  title: { en: 'The odd one of many prototypes of 2', es: 'El más extraño entre muchos prototipos de 2' },
  thesis: { en: 'an odd 2 with P 0.9983', es: 'un 2 extraño con P 0.9983' },
  weight: 5,
  command: 'prototype --method decoder --class 2 --restarts 100 --pick odd',
  draw: async (context) => {
    const { mode, seed, signal } = context;
    const [network, generator] = [await context.classifier(), await context.decoder()];
    const restarts = mode === 'quick' ? 40 : 100;
    const options = { classes: [2], restarts, pick: 'odd', ...(await pickersOf(context)), seed, signal } as const;
    const found = await judge(context, await decoderPrototypes(network, generator, options));
    const [item] = found.items;
    return {
      pictures: pixels('3.8', prototypesPicture(found), {
        en: 'A misshapen prototype that the network takes for a 2.',
        es: 'Un prototipo deforme que la red toma por un 2.',
      }),
      data: item,
      tensors: found.tensors,
      ours: {
        en: `P ${probability(item.probability)}; judge: ${item.judge.class} (${probability(item.judge.probability)})`,
        es: `P ${probability(item.probability)}; juez: ${item.judge.class} (${probability(item.judge.probability)})`,
      },
      difference: { en: 'found by a judge, not by hand', es: 'hallado por un juez, no a mano' },
      verdict: item.probability > 0.99 ? 'agrees' : item.probability > 0.5 ? 'partly' : 'differs',
      caption: {
        en: `Of ${restarts} starts the prototype that a network trained against attacks recognises least, among those that this one is sure of: nobody picked it by eye. (The one of the lowest density under the Gaussian RBM is merely the one with the most ink.) The judge reads it as ${item.judge.class}.`,
        es: `De ${restarts} inicios, el prototipo que menos reconoce una red entrenada contra ataques, entre aquellos de los que esta está segura: nadie lo eligió a ojo. (El de menor densidad según la RBM gaussiana es solo el que tiene más tinta.) El juez lo lee como ${item.judge.class}.`,
      },
      numbers: { probability: item.probability, judge: item.judge.class },
      command: `prototype --method decoder --class 2 --restarts ${restarts} --pick odd`,
    };
  },
};

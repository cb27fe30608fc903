import { atLeast, condition, pixels, probability } from '@interp/report';
import { decoderPrototypes } from '@interp/am';
import { density } from '@interp/rbm';
import type { Figure } from '../../figure.js';
import { classify } from '../../tensors.js';
import { countAgreeing, judge, prototypeCaptions } from '../prototypes.js';
import { inRows } from '../twins.js';

/** Figure 3.7: a prototype of each digit with the generator as decoder. */
export const decoderPrototypesFigure: Figure = {
  number: '3.7',
  title: { en: 'Prototypes 0 to 9 with a decoder', es: 'Prototipos del 0 al 9 con decodificador' },
  expected: { en: 'all P > 0.999, pleasing to the eye', es: 'todos con P > 0.999, agradables a la vista' },
  expectedSeconds: 78.6,
  weight: 4,
  command: 'prototype --method decoder --class all --restarts 8 --draws 128',
  rule: [
    condition('all P > 0.99', 'todos con P > 0.99', ({ least }) => least > 0.99),
    condition('all P > 0.999', 'todos con P > 0.999', ({ least }) => least > 0.999),
    condition(
      'pleasing: the judge takes nine or more for what they are',
      'agradables: el juez reconoce nueve o más',
      ({ judged }) => judged >= 9,
    ),
  ],
  about: {
    en: 'The ascent is over the 64 numbers that the generator makes an image of, from N(0, I); of 128 drawn for each digit the best eight are where ascents start. Of those of which the network is sure, the one is kept that a third network, trained against attacks, recognises as well and whose density under the RBM is the most usual. The judge is a network trained apart. The thesis’ 7.86 s is for one.',
    es: 'El ascenso se hace en los 64 números de los que el generador hace una imagen, desde N(0, I); de 128 sorteados por dígito, los mejores ocho son los inicios. De los que la red está segura queda el que también reconoce una tercera red, entrenada contra ataques, y cuya densidad según la RBM es la más usual. El juez es una red entrenada aparte. Los 7.86 s de la tesis son por prototipo.',
  },
  cause: {
    en: 'A network that stopped early is seldom so sure of anything: its logits are smaller, of real digits too. Of 10,000 test digits it gives no 9 more than 0.9938, no 7 more than 0.9986.',
    es: 'Una red que se detuvo pronto rara vez está tan segura de algo: sus logits son menores, también con dígitos reales. De 10 000 dígitos de prueba no da a ningún 9 más de 0.9938 ni a ningún 7 más de 0.9986.',
  },
  draw: async (context) => {
    const { seed, signal } = context;
    const [network, generator] = [await context.classifier(), await context.decoder()];
    const pickers = { judge: await context.classifier('robust'), expert: density(await context.rbm()) };
    const found = await judge(
      context,
      await decoderPrototypes(network, generator, { ...pickers, restarts: 8, draws: 128, seed, signal }),
    );
    const { items, tensors } = found;
    const least = Math.min(...items.map((item) => item.probability));
    const judged = countAgreeing(items);
    const svg = await inRows(found.images, () => prototypeCaptions(items));
    return {
      pictures: pixels('3.7', svg, {
        en: 'Ten prototypes that look like handwritten digits 0 to 9.',
        es: 'Diez prototipos que parecen dígitos manuscritos del 0 al 9.',
      }),
      data: items,
      tensors,
      ours: {
        en: `all ${atLeast(least)}; judge agrees on ${judged} of 10`,
        es: `todos con ${atLeast(least)}; el juez coincide en ${judged} de 10`,
      },
      numbers: { least, judged },
    };
  },
};

/** How many starts: the oddest of few is chance; of 200 the judge misses one for nine of ten networks, of 40 for four. */
const restarts = 200;

/** Figure 3.8: the least digit-like of many prototypes of 2. */
export const oddPrototypeFigure: Figure = {
  number: '3.8',
  title: { en: 'The odd one of many prototypes of 2', es: 'El más extraño entre muchos prototipos de 2' },
  expected: { en: 'an odd 2 with P 0.9983', es: 'un 2 extraño con P 0.9983' },
  weight: 5,
  command: `prototype --method decoder --class 2 --restarts ${restarts} --pick odd --judge lenet-relu`,
  rule: [
    condition(
      'the network is sure of a 2: P > 0.99',
      'la red está segura de un 2: P > 0.99',
      ({ probability: p }) => p > 0.99,
    ),
    condition(
      'it is odd: the judge is not, P(2) < 0.9',
      'es extraño: el juez no lo está, P(2) < 0.9',
      ({ judged }) => judged < 0.9,
    ),
  ],
  about: {
    en: 'Of many starts the one whose prototype the judge recognises least, among those that the network is sure of: nobody picked it by eye.',
    es: 'De muchos inicios, el prototipo que menos reconoce el juez entre aquellos de los que la red está segura: nadie lo eligió a ojo.',
  },
  draw: async (context) => {
    const { seed, signal } = context;
    const [network, generator] = [await context.classifier(), await context.decoder()];
    const other = await context.classifier('judge');
    const options = { classes: [2], restarts, pick: 'odd', judge: other, seed, signal } as const;
    const found = await judge(context, await decoderPrototypes(network, generator, options));
    const [item] = found.items;
    const judged = classify(other, found.images)[0].probabilities[2];
    const svg = await inRows(found.images, () => prototypeCaptions(found.items));
    return {
      pictures: pixels('3.8', svg, {
        en: 'A misshapen prototype that the network takes for a 2.',
        es: 'Un prototipo deforme que la red toma por un 2.',
      }),
      data: item,
      tensors: found.tensors,
      ours: {
        en: `P ${probability(item.probability)}; judge: ${item.judge.class} (${probability(item.judge.probability)})`,
        es: `P ${probability(item.probability)}; juez: ${item.judge.class} (${probability(item.judge.probability)})`,
      },
      difference: { en: 'found by the judge, not by hand', es: 'hallado por el juez, no a mano' },
      caption: {
        en: `Of ${restarts} starts. The judge reads a ${item.judge.class} and gives it P(2) ${probability(judged)}.`,
        es: `De ${restarts} inicios. El juez lee un ${item.judge.class} y le da P(2) ${probability(judged)}.`,
      },
      numbers: { probability: item.probability, judged },
    };
  },
};

import { condition, percentage, pixels, probability, same, signed } from '@interp/report';
import { expertPrototypes } from '@interp/am';
import type { Density } from '@interp/core';
import { range } from '@interp/core/internal';
import { density } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';
import type { Figure } from '../../figure.js';
import type { FigureContext } from '../../context.js';
import { classify, concatenate, distance, normOf, withTensor } from '../../tensors.js';
import { realFive, testDigits } from '../digits.js';
import { judge, prototypeCaptions } from '../prototypes.js';
import { withTwins } from '../twins.js';

/** The share of a thousand test digits that the expert finds less likely. */
const shareBelow = async ({ digits }: FigureContext, expert: Density, level: number): Promise<number> => {
  const all = await digits('test');
  const some = all.images(range(0, Math.min(1000, all.size)));
  const levels = tf.tidy(() => expert.logDensity(some).dataSync<'float32'>());
  some.dispose();
  return levels.filter((value) => value < level).length / levels.length;
};

const command = 'prototype --method expert --class 5';

/** Figure 3.5: activation maximisation with an expert, from noise. */
export const expertFromNoiseFigure: Figure = {
  number: '3.5',
  title: { en: 'AM with expert from a random start', es: 'AM con experto desde un inicio aleatorio' },
  expected: { en: 'no 5: P 0.0535', es: 'no es un 5: P 0.0535' },
  expectedSeconds: 2700,
  digits: true,
  weight: 3,
  command,
  rule: [
    condition('no 5: P < 0.5', 'no es un 5: P < 0.5', ({ probability: p }) => p < 0.5),
    condition('by a network that reads the real 5', 'según una red que lee el 5 real', ({ real }) => real > 0.9),
    condition(
      'though the objective and log p* rose',
      'aunque aumentaron la función objetivo y log p*',
      ({ rise, densityRise }) => rise > 0 && densityRise > 0,
    ),
    condition(
      'log p* ends above that of most digits',
      'log p* termina sobre la de la mayoría de los dígitos',
      ({ likelier }) => likelier > 0.5,
    ),
  ],
  about: {
    en: 'From noise, gradient ascent on log P(5|x) + log p*(x) leads to an image that the RBM with 8 hidden units finds likely. Claim 3.2b counts what that is over many starts.',
    es: 'Desde ruido, log P(5|x) + log p*(x) asciende a una imagen que la RBM con 8 unidades ocultas considera verosímil. La afirmación 3.2b cuenta qué es sobre muchos inicios.',
  },
  cause: {
    en: 'The network’s doing, and the expert’s; not the ascent’s. With the thesis-like expert the median P(5) from ten noises is 0.39 by the thesis-like network and 0.85 by today’s; with today’s expert 0.03 and 0.73. A lower rate and twice the steps change nothing (0.39), γ = 0.3 gives 0.76. With this start and one expert, networks give 0.22 after one epoch of training and 0.73 after eight (three seeds, the chart of accuracy).',
    es: 'Obra de la red y del experto; no del ascenso. Con el experto como el de la tesis la P(5) mediana desde diez ruidos es 0.39 con la red como la de la tesis y 0.85 con la de hoy; con el experto de hoy, 0.03 y 0.73. Una tasa menor y el doble de pasos no cambian nada (0.39); γ = 0.3 da 0.76. Con este inicio y un mismo experto, las redes dan 0.22 tras una época de entrenamiento y 0.73 tras ocho (tres semillas, la gráfica de precisión).',
  },
  draw: async (context) => {
    const { seed, signal } = context;
    const [network, expert] = [await context.classifier(), density(await context.rbm())];
    const found = await judge(context, await expertPrototypes(network, expert, { classes: [5], seed, signal }));
    const [item] = found.items;
    const [start] = item.history;
    const { images } = await testDigits(context, [realFive]);
    const real = classify(network, images)[0].probabilities[5];
    const [rise, densityRise] = [item.objective - start.objective, item.logDensity - start.logDensity];
    const likelier = await shareBelow(context, expert, item.logDensity);
    const svg = await withTwins(found.images, () => prototypeCaptions(found.items));
    return {
      pictures: pixels('3.5', svg, {
        en: 'A smooth bright shape on black, as the expert likes it, and the same with its contrast stretched.',
        es: 'Una forma clara y suave sobre negro, como le gusta al experto, y la misma con el contraste ampliado.',
      }),
      data: item,
      tensors: found.tensors,
      ours: same(`P ${probability(item.probability)}`),
      difference: { en: signed(item.probability - 0.0535, 4), es: signed(item.probability - 0.0535, 4) },
      caption: {
        en: `The judge takes it for a ${item.judge.class}. log p* is above that of ${percentage(likelier)} of the digits; the network gives the real 5 of Figure 3.6 P ${probability(real)}.`,
        es: `El juez la toma por un ${item.judge.class}. log p* supera la de ${percentage(likelier)} de los dígitos; la red da al 5 real de la Figura 3.6 P ${probability(real)}.`,
      },
      numbers: { probability: item.probability, logDensity: item.logDensity, real, rise, densityRise, likelier },
    };
  },
};

/** Figure 3.6: activation maximisation with an expert, from a real 5. */
export const expertFromRealFigure: Figure = {
  number: '3.6',
  title: { en: 'AM with expert from the real 5', es: 'AM con experto desde el 5 real' },
  expected: { en: 'P ≈ 0.98, far from the start', es: 'P ≈ 0.98, lejos del inicio' },
  expectedSeconds: 2700,
  digits: true,
  weight: 3,
  command: `${command} --init mnist:test/class=5/1`,
  rule: [
    condition('still read as a 5', 'aún se lee como un 5', ({ probability: p }) => p > 0.5),
    condition('P > 0.9', 'P > 0.9', ({ probability: p }) => p > 0.9),
    condition(
      'far from the start: a quarter of its norm or more',
      'lejos del inicio: un cuarto de su norma o más',
      ({ moved }) => moved > 0.25,
    ),
    condition('log p* rose', 'log p* aumentó', ({ densityRise }) => densityRise > 0),
  ],
  about: {
    en: 'The same ascent begun at a real 5 leaves it for the nearest mode of the density: strokes thicken and lose what is particular to this hand.',
    es: 'El mismo ascenso, iniciado en un 5 real, lo deja por la moda más cercana de la densidad: los trazos engruesan y pierden lo particular de quien lo escribió.',
  },
  cause: {
    en: 'How sure the network is, first: with the same expert the median P(5) from ten real 5s is 0.66 by the thesis-like network and 0.97 by today’s. Then how hard the expert pulls: with today’s, of one σ for each pixel, the thesis-like network gives 0.41, and with γ = 0.3 or 0.1 for the thesis-like one 0.86 and 0.94. Not the ascent: a lower rate and twice the steps end at 0.66 too.',
    es: 'Primero, cuán segura es la red: con el mismo experto la P(5) mediana desde diez 5 reales es 0.66 con la red como la de la tesis y 0.97 con la de hoy. Después, cuánto tira el experto: con el de hoy, de una σ por pixel, la red como la de la tesis da 0.41, y con γ = 0.3 o 0.1 para el suyo, 0.86 y 0.94. No el ascenso: con una tasa menor y el doble de pasos también termina en 0.66.',
  },
  draw: async (context) => {
    const { seed, signal } = context;
    const [network, expert] = [await context.classifier(), density(await context.rbm())];
    const { images: real } = await testDigits(context, [realFive]);
    const found = await judge(
      context,
      await withTensor(real, (start) => expertPrototypes(network, expert, { classes: [5], start, seed, signal })),
    );
    const [item] = found.items;
    const [before] = item.history;
    const moved = distance(real, found.images) / normOf(real);
    const densityRise = item.logDensity - before.logDensity;
    const svg = await withTwins(concatenate(real, found.images), (say) => [
      `real\nP ${probability(before.probability)}`,
      `${say('expert', 'experto')}\nP ${probability(item.probability)}`,
    ]);
    return {
      pictures: pixels('3.6', svg, {
        en: 'A real 5 and the smoother shape that activation maximisation with an expert makes of it; below, each with its contrast stretched.',
        es: 'Un 5 real y la forma más suave que AM con experto hace de él; debajo, cada imagen con el contraste ampliado.',
      }),
      data: { ...item, moved },
      tensors: found.tensors,
      ours: {
        en: `P ${probability(item.probability)}, moved by ${percentage(moved)} of ‖x‖`,
        es: `P ${probability(item.probability)}, se movió ${percentage(moved)} de ‖x‖`,
      },
      difference: { en: signed(item.probability - 0.98, 4), es: signed(item.probability - 0.98, 4) },
      caption: {
        en: `The judge takes it for a ${item.judge.class} (${probability(item.judge.probability)}).`,
        es: `El juez la toma por un ${item.judge.class} (${probability(item.judge.probability)}).`,
      },
      numbers: { probability: item.probability, logDensity: item.logDensity, densityRise, moved },
    };
  },
};

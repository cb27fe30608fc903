import { condition, drawing, inBoth, probability, short, table } from '@interp/report';
import { mean } from '@interp/core/internal';
import { prototypes, type Start } from '@interp/am';
import { density } from '@interp/rbm';
import { lineChart } from '@interp/viz';
import * as tf from '@tensorflow/tfjs-core';
import type { Figure } from '../figure.js';
import { smallChart } from '../figures/small-chart.js';

const lambdas = [0.0001, 0.001, 0.01, 0.1];

interface Tried {
  readonly lambda: number;
  readonly from: 'random' | 'real';
  readonly least: number;
  readonly mean: number;
  readonly norm: number;
  readonly logDensity: number;
}

/** Section 3.1: λ = 0.001 works best. */
export const bestLambdaClaim: Figure = {
  number: 'claim 3.1a',
  kind: 'claim',
  title: { en: 'λ = 0.001 works best', es: 'λ = 0.001 da los mejores resultados' },
  expected: { en: 'by eye, λ = 0.001', es: 'a ojo, λ = 0.001' },
  digits: true,
  weight: 8,
  command: 'prototype --method am --class all --lambda 0.001',
  rule: [
    condition(
      'at 0.001 the network is sure from both starts: mean P > 0.99',
      'con 0.001 la red está segura desde ambos inicios: P media > 0.99',
      ({ mean: random, real }) => random > 0.99 && real > 0.99,
    ),
    condition('at 0.01 it no longer is', 'con 0.01 ya no lo está', ({ above }) => above < 0.99),
    condition(
      'at 0.0001 there is more ink',
      'con 0.0001 hay más tinta',
      ({ norm, normBelow }) => normBelow > 1.05 * norm,
    ),
  ],
  about: {
    en: 'What λ is for is the least ink at which the network is still sure: the best is the largest with mean P above 0.99 from both starts. The ascent is of P(c|x) − λ‖x‖² itself. log p* is the density of the RBM with 100 hidden units.',
    es: 'λ sirve para usar la menor tinta con la que la red aún está segura: la mejor es la mayor con P media sobre 0.99 desde ambos inicios. Se asciende P(c|x) − λ‖x‖² tal cual. log p* es la densidad de la RBM con 100 unidades ocultas.',
  },
  cause: {
    en: 'A network trained for longer needs less ink to be sure, and so bears a larger λ.',
    es: 'Una red entrenada por más tiempo necesita menos tinta para estar segura, y así soporta una λ mayor.',
  },
  draw: async ({ classifier, rbm, digits, seed, signal, progress }) => {
    const network = await classifier();
    const expert = density(await rbm('wideExpert'));
    const images = await digits('test');
    const first = Array.from({ length: 10 }, (_, c) => images.labels.findIndex((label) => label === c));
    const tried: Tried[] = [];
    const real = images.images(first);
    try {
      for (const [i, lambda] of lambdas.entries())
        for (const from of ['random', 'real'] as const) {
          const start: Start = from === 'real' ? real : 'random';
          const options = { lambda, start, threshold: 0, steps: 200, restarts: 1, seed, signal };
          const { images: ends, items } = await prototypes(network, options);
          const [norm, logDensity] = tf.tidy(() =>
            [tf.sqrt(tf.sum(tf.square(ends), [1, 2, 3])), expert.logDensity(ends)].map((all) =>
              mean([...all.dataSync<'float32'>()]),
            ),
          );
          ends.dispose();
          const sure = items.map((item) => item.probability);
          tried.push({ lambda, from, least: Math.min(...sure), mean: mean(sure), norm, logDensity });
          progress((2 * i + (from === 'real' ? 2 : 1)) / 8);
        }
    } finally {
      real.dispose();
    }
    const at = (lambda: number, from: Tried['from']): Tried =>
      tried.find((one) => one.lambda === lambda && one.from === from)!;
    const sure = lambdas.filter((lambda) => at(lambda, 'random').mean > 0.99 && at(lambda, 'real').mean > 0.99);
    const best =
      sure.length > 0
        ? Math.max(...sure)
        : lambdas.reduce((a, b) => (at(a, 'real').mean >= at(b, 'real').mean ? a : b));
    const svg = await inBoth((say) =>
      lineChart(
        (['random', 'real'] as const).map((from) => ({
          name: from === 'random' ? say('from noise', 'desde ruido') : say('from real digits', 'desde dígitos reales'),
          x: lambdas,
          y: lambdas.map((lambda) => at(lambda, from).mean),
        })),
        { xTitle: 'λ', yTitle: say('mean P', 'P media'), xLog: true, yRange: [0, 1], ...smallChart },
      ),
    );
    return {
      pictures: drawing('claim-3.1a', svg, {
        en: 'Mean probability of the ten prototypes by λ, from noise and from real digits.',
        es: 'Probabilidad media de los diez prototipos según λ, desde ruido y desde dígitos reales.',
      }),
      tables: table(
        'claim-3.1a',
        { en: 'Ten prototypes each', es: 'Diez prototipos cada vez' },
        [
          { en: 'λ, start', es: 'λ, inicio' },
          { en: 'least P', es: 'P mínima' },
          { en: 'mean P', es: 'P media' },
          { en: 'mean ‖x‖', es: '‖x‖ media' },
          { en: 'mean log p*', es: 'log p* media' },
        ],
        tried.map((one) => [
          { en: `${one.lambda}, ${one.from}`, es: `${one.lambda}, ${one.from === 'real' ? 'real' : 'aleatorio'}` },
          probability(one.least),
          probability(one.mean),
          one.norm.toFixed(1),
          one.logDensity.toFixed(0),
        ]),
      ),
      data: tried,
      ours: {
        en: `largest λ with mean P > 0.99: ${sure.length > 0 ? best : 'none'}; ‖x‖ ${short(at(0.001, 'random').norm)} at 0.001`,
        es: `mayor λ con P media > 0.99: ${sure.length > 0 ? best : 'ninguna'}; ‖x‖ ${short(at(0.001, 'random').norm)} con 0.001`,
      },
      difference:
        best === 0.001
          ? { en: 'none', es: 'ninguna' }
          : { en: `factor ${short(best / 0.001)}`, es: `factor ${short(best / 0.001)}` },
      numbers: {
        best,
        mean: at(0.001, 'random').mean,
        real: at(0.001, 'real').mean,
        above: Math.min(at(0.01, 'random').mean, at(0.01, 'real').mean),
        norm: at(0.001, 'random').norm,
        normBelow: at(0.0001, 'random').norm,
      },
    };
  },
};

import { expertPrototypes } from '@interp/am';
import { random } from '@interp/core';
import { mean } from '@interp/core/internal';
import { ofClass } from '@interp/mnist';
import { density } from '@interp/rbm';
import { lineChart } from '@interp/viz';
import * as tf from '@tensorflow/tfjs-core';
import { drawing, inBoth, type Figure } from '../figure.js';
import { decimal, nothing } from '../format.js';
import { condition } from '../rule.js';
import { smallChart } from '../figures/small-chart.js';

/** Section 3.2: activation maximisation with an expert depends on its start. */
export const expertStartsClaim: Figure = {
  number: 'claim 3.2b',
  kind: 'claim',
  title: { en: 'AM with expert depends on its start', es: 'AM con experto depende del inicio' },
  thesis: { en: 'no 5 from noise, a 5 from a 5', es: 'no hay 5 desde ruido, sí desde un 5' },
  digits: true,
  weight: 10,
  command: 'prototype --method expert --class 5 --init mnist:test/class=5/0-19',
  rule: [
    condition(
      'more 5s from real 5s than from noise',
      'más 5 desde un 5 real que desde ruido',
      ({ noise, real }) => real > noise,
    ),
    condition('most from real 5s', 'la mayoría desde un 5 real', ({ real }) => real > 0.5),
    condition('fewer than half from noise', 'menos de la mitad desde ruido', ({ noise }) => noise < 0.5),
  ],
  about: {
    en: 'log P(5|x) + log p*(x) from images of uniform noise and from real 5s, with the RBM of 8 hidden units. Where an ascent ends is the mode of the density nearest to its start, pulled towards 5 by the network.',
    es: 'log P(5|x) + log p*(x) desde imágenes de ruido uniforme y desde dígitos 5 reales, con la RBM de 8 unidades ocultas. Un ascenso termina en la moda de la densidad más cercana a su inicio, atraída hacia el 5 por la red.',
  },
  cause: {
    en: 'How often noise ends at a 5 is the network’s doing: a network that is surer of its digits pulls harder than the density.',
    es: 'Cuántas veces el ruido termina en un 5 es obra de la red: una más segura de sus dígitos tira con más fuerza que la densidad.',
  },
  draw: async ({ classifier, rbm, digits, mode, seed, signal, progress }) => {
    const network = await classifier();
    const expert = density(await rbm());
    const n = mode === 'quick' ? 10 : 20;
    const images = await digits('test');
    const starts = {
      random: tf.tensor(random(seed).uniforms(n * 784, -1, 1), [n, 28, 28, 1]),
      real: ofClass(images, 5).images(Array.from({ length: n }, (_, i) => i)),
    };
    const found: Record<'random' | 'real', { probability: number; logDensity: number }[]> = { random: [], real: [] };
    try {
      for (const from of ['random', 'real'] as const) {
        const result = await expertPrototypes(network, expert, {
          classes: Array.from({ length: n }, () => 5),
          start: starts[from],
          seed,
          signal,
        });
        result.images.dispose();
        found[from] = result.items.map(({ probability, logDensity }) => ({ probability, logDensity }));
        progress(from === 'random' ? 0.5 : 1);
      }
    } finally {
      tf.dispose(starts);
    }
    const fives = (from: 'random' | 'real'): number =>
      found[from].filter(({ probability }) => probability > 0.5).length;
    const level = (from: 'random' | 'real'): number => mean(found[from].map(({ logDensity }) => logDensity));
    const spread = (from: 'random' | 'real'): readonly number[] =>
      found[from].map(({ probability }) => probability).sort((a, b) => a - b);
    const [noise, real] = [fives('random'), fives('real')];
    const svg = await inBoth((say) =>
      lineChart(
        [
          { name: say('from noise', 'desde ruido'), y: spread('random') },
          { name: say('from real 5s', 'desde un 5 real'), y: spread('real') },
        ],
        {
          xTitle: say('starts, in rising order', 'inicios, en orden creciente'),
          yTitle: 'P(5)',
          yRange: [0, 1],
          ...smallChart,
        },
      ),
    );
    return {
      pictures: drawing('claim-3.2b', svg, {
        en: `P(5) of ${n} prototypes from noise and ${n} from real 5s, in rising order.`,
        es: `P(5) de ${n} prototipos desde ruido y ${n} desde dígitos 5 reales, en orden creciente.`,
      }),
      data: found,
      ours: {
        en: `P(5) > 0.5: ${noise} of ${n} from noise, ${real} of ${n} from 5s`,
        es: `P(5) > 0.5: ${noise} de ${n} desde ruido, ${real} de ${n} desde un 5`,
      },
      difference: {
        en: `log p* ${decimal(level('random'))} from noise, ${decimal(level('real'))} from 5s`,
        es: `log p* ${decimal(level('random'))} desde ruido, ${decimal(level('real'))} desde un 5`,
      },
      caption: nothing,
      numbers: { noise: noise / n, real: real / n },
    };
  },
};

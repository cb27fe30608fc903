import { condition, decimal, inBoth, percentage, pixels, probability } from '@interp/report';
import { mean } from '@interp/core/internal';
import { decoderPrototypes } from '@interp/am';
import { density } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';
import { imageGrid } from '@interp/viz';
import type { Figure } from '../figure.js';
import { classify, gather, toHost, withTensor } from '../tensors.js';
import { randomCodes } from '../figures/prototypes.js';

const digit = 2;

/** Section 3.3: decoder prototypes are cheap and please the eye, with odd ones among them. */
export const oddOnesClaim: Figure = {
  number: 'claim 3.3',
  kind: 'claim',
  title: {
    en: 'Decoder prototypes are cheap and please the eye, with odd ones among them',
    es: 'Los prototipos con decodificador son baratos y agradables, con algunos extraños',
  },
  expected: { en: '7.86 s each; an odd 2 with P 0.9983', es: '7.86 s cada uno; un 2 extraño con P 0.9983' },
  expectedSeconds: 7.86,
  weight: 6,
  command: 'prototype --method decoder --class 2 --restarts 100 --pick odd',
  rule: [
    condition(
      'most please: the judge takes over half of them for a 2',
      'la mayoría agrada: el juez toma por 2 más de la mitad',
      ({ agreed }) => agreed > 0.5,
    ),
    condition('with odd ones among them: not all', 'con algunos extraños: no todos', ({ agreed }) => agreed < 1),
    condition(
      'the network is sure of most: P > 0.99',
      'la red está segura de la mayoría: P > 0.99',
      ({ sure }) => sure > 0.5,
    ),
    condition(
      'cheap: under the thesis’ 7.86 s each',
      'baratos: menos de los 7.86 s de la tesis cada uno',
      ({ cheap }) => cheap === 1,
    ),
  ],
  about: {
    en: 'Starts for a 2, each on its own. Of those of which the network is sure, the first row has the ones that a network trained against attacks recognises least, the second ones that it recognises and whose density under the RBM is nearest the median.',
    es: 'Inicios independientes para un 2. De los que la red da por seguros, el primer renglón tiene los que menos reconoce una red entrenada contra ataques, el segundo algunos que sí reconoce y cuya densidad según la RBM está más cerca de la mediana.',
  },
  draw: async ({ classifier, decoder, rbm, mode, seed, signal }) => {
    const [network, judge, ranker] = [await classifier(), await classifier('judge'), await classifier('robust')];
    const expert = density(await rbm());
    const n = mode === 'quick' ? 40 : 100;
    const begun = performance.now();
    const generator = await decoder();
    const start = randomCodes(generator, n, seed);
    const found = await decoderPrototypes(network, generator, {
      classes: Array.from({ length: n }, () => digit),
      start,
      signal,
    }).finally(() => start.dispose());
    const each = (performance.now() - begun) / 1000 / n;
    const images = await toHost(found.images);
    tf.dispose(found.latents);
    const sure = found.items.map((item) => item.probability);
    const agreed = classify(judge, images).filter((answer) => answer.class === digit).length;
    const valuesOf = async (measure: (x: tf.Tensor) => tf.Tensor): Promise<readonly number[]> =>
      Array.from((await withTensor(images, (x) => toHost(tf.tidy(() => measure(x))))).data);
    const logs = await valuesOf((x) => expert.logDensity(x));
    const recognised = await valuesOf((x) => tf.gather(tf.softmax(ranker.logits(x)), digit, 1));
    const sureOnes = sure.flatMap((p, i) => (p > 0.99 ? [i] : []));
    const middle = sureOnes.map((i) => logs[i]).toSorted((a, b) => a - b)[sureOnes.length >> 1];
    const odd = sureOnes.toSorted((a, b) => recognised[a] - recognised[b]).slice(0, 5);
    const usual = sureOnes
      .filter((i) => recognised[i] > 0.999 && !odd.includes(i))
      .toSorted((a, b) => Math.abs(logs[a] - middle) - Math.abs(logs[b] - middle))
      .slice(0, 5);
    const shown = [...odd, ...usual];
    const above = sure.filter((p) => p > 0.999).length;
    const svg = await inBoth((say) =>
      imageGrid(gather(images, shown), {
        columns: 5,
        compact: true,
        gap: 6,
        cells: [odd, usual].flatMap((row, r) =>
          Array.from({ length: 5 }, (_, i) => (i < row.length ? r * odd.length + i : null)),
        ),
        captions: shown.map((at) => `P ${probability(sure[at])}`),
        rowTitles: [say('odd', 'extraños'), say('usual', 'usuales')],
      }),
    );
    return {
      pictures: pixels('claim-3.3', svg, {
        en: 'Above the five prototypes of 2 that a third network recognises least, below five usual ones.',
        es: 'Arriba los cinco prototipos de 2 que una tercera red reconoce menos, abajo cinco usuales.',
      }),
      data: { probabilities: sure, logDensities: logs, recognised, agreed },
      ours: {
        en: `${above} of ${n} with P > 0.999; judge agrees on ${percentage(agreed / n)}`,
        es: `${above} de ${n} con P > 0.999; el juez coincide en ${percentage(agreed / n)}`,
      },
      difference: {
        en: `log p* from ${decimal(Math.min(...logs))} to ${decimal(Math.max(...logs))}`,
        es: `log p* de ${decimal(Math.min(...logs))} a ${decimal(Math.max(...logs))}`,
      },
      caption: {
        en: `Mean log p* of all ${decimal(mean(logs))}; ${each < 1 ? 'under a second' : 'some seconds'} each.`,
        es: `log p* media de todos: ${decimal(mean(logs))}; ${each < 1 ? 'menos de un segundo' : 'unos segundos'} cada uno.`,
      },
      numbers: { above: above / n, sure: sureOnes.length / n, agreed: agreed / n, cheap: Number(each < 7.86) },
    };
  },
};

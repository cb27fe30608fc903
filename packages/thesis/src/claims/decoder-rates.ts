import { condition, drawing, inBoth, table } from '@interp/report';
import { ascentShape, decoderPrototypes, plain } from '@interp/am';
import { lineChart } from '@interp/viz';
import * as tf from '@tensorflow/tfjs-core';
import type { Figure } from '../figure.js';
import { ascentMethods, ascents, highRate, jumpsOf, smoothnessRule } from '../figures/ascents.js';
import { randomCodes } from '../figures/prototypes.js';
import { smallChart } from '../figures/small-chart.js';

const rates = [1, 10, highRate];
const starts = 20;
const digit = 5;

/** Section 4.3: the decoder's objective jumps, and a lower rate ends in local maxima. */
export const decoderRatesClaim: Figure = {
  number: 'claim 4.3',
  kind: 'claim',
  title: {
    en: 'The objective grows smoothly for AM and expert, in jumps for the decoder; a lower rate ends in local maxima there',
    es: 'La función objetivo crece suavemente con AM y experto, a saltos con decodificador; ahí una tasa menor termina en máximos locales',
  },
  expected: { en: 'higher rates reach better maxima', es: 'tasas mayores llegan a mejores máximos' },
  weight: 8,
  command: 'prototype --method decoder --class 5 --optimizer plain --rate 100 --restarts 20 --draws 20',
  rule: [
    condition(
      'more starts reach P > 0.99 at the highest rate',
      'con la tasa mayor más inicios llegan a P > 0.99',
      ({ low, middle, high }) => high > low && high > middle,
    ),
    ...smoothnessRule,
  ],
  about: {
    en: 'Plain gradient ascent of P(5|G(z)) − λ‖z‖², as the thesis has it, twenty starts at each of three rates. Steps are those of Figure 4.4.',
    es: 'Ascenso de gradiente simple de P(5|G(z)) − λ‖z‖², como en la tesis, veinte inicios con cada una de tres tasas. Los pasos son los de la Figura 4.4.',
  },
  draw: async (context) => {
    const { classifier, decoder, mode, seed, signal, progress } = context;
    const curves = await ascents(context, 10);
    const steepness = jumpsOf(curves);
    const [network, generator] = [await classifier(), await decoder()];
    const steps = mode === 'quick' ? 100 : 300;
    const shares: number[] = [];
    const rough: number[] = [];
    for (const [i, rate] of rates.entries()) {
      const start = randomCodes(generator, starts, seed);
      const { images, latents, items } = await decoderPrototypes(network, generator, {
        classes: Array.from({ length: starts }, () => digit),
        start,
        optimizer: plain({ rate }),
        objective: 'probability',
        threshold: 0,
        steps,
        signal,
      }).finally(() => start.dispose());
      tf.dispose([images, latents]);
      shares.push(items.filter(({ probability }) => probability > 0.99).length / starts);
      rough.push(items.reduce((sum, { history }) => sum + ascentShape(history).roughness, 0) / starts);
      progress((i + 2) / (rates.length + 1));
    }
    const steepnessText = curves.map(({ method }) => steepness[method].toFixed(2)).join(', ');
    const said = shares.map((share) => `${(100 * share).toFixed(0)} %`).join(', ');
    const svg = await inBoth((say) =>
      lineChart([{ x: rates, y: shares.map((share) => 100 * share) }], {
        xTitle: say('rate', 'tasa'),
        yTitle: say('starts with P > 0.99, %', 'inicios con P > 0.99, %'),
        xLog: true,
        yRange: [0, 100],
        ...smallChart,
      }),
    );
    return {
      pictures: drawing('claim-4.3', svg, {
        en: `Share of ${starts} starts that end with P > 0.99 at rates 1, 10 and 100: ${said}.`,
        es: `Parte de ${starts} inicios que terminan con P > 0.99 con tasas 1, 10 y 100: ${said}.`,
      }),
      tables: table(
        'claim-4.3',
        {
          en: 'Figure 4.4’s curves, largest step ÷ rise',
          es: 'Las curvas de la Figura 4.4, mayor cambio en un paso ÷ subida',
        },
        [
          { en: 'method', es: 'método' },
          { en: 'median of ten starts', es: 'mediana de diez inicios' },
          { en: 'the most', es: 'el máximo' },
        ],
        curves.map(({ method }) => [
          ascentMethods[method].name,
          steepness[method].toFixed(3),
          steepness[`${method}Most`].toFixed(3),
        ]),
      ),
      data: { rates, shares, roughness: rough, steepness },
      ours: { en: `P > 0.99 at rates 1, 10, 100: ${said}`, es: `P > 0.99 con tasas 1, 10, 100: ${said}` },
      difference: {
        en: `largest step ÷ rise, AM, expert, decoder: ${steepnessText}`,
        es: `mayor cambio en un paso, AM, experto, decodificador: ${steepnessText}`,
      },
      caption: {
        en: `${steps} steps; their curves’ falls are ${rough.map((value) => value.toFixed(2)).join(', ')} of their rise.`,
        es: `${steps} pasos; las bajadas de sus curvas son ${rough.map((value) => value.toFixed(2)).join(', ')} de su subida.`,
      },
      numbers: { low: shares[0], middle: shares[1], high: shares[2], ...steepness },
    };
  },
};

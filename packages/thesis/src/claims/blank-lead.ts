import { condition, drawing, inBoth, same, signed, table } from '@interp/report';
import { evaluateRbm, linearRate, initialRbm, persistentDivergence, trainRbm, type Rbm } from '@interp/rbm';
import { lineChart } from '@interp/viz';
import type { Figure } from '../figure.js';
import type { FigureContext } from '../context.js';
import { blankCause } from '../figures/chapter-3/likelihoods.js';
import { smallChart } from '../figures/small-chart.js';

const epochs = 10;
const counted = 1000;

interface Level {
  readonly hidden: number;
  readonly logZ: number;
  readonly exact: boolean;
  readonly digits: number;
  readonly black: number;
  readonly grey: number;
  readonly white: number;
}

const levelOf = async (rbm: Rbm, { digits, mode, seed, signal }: FigureContext): Promise<Level> => {
  const quick = mode === 'quick';
  const effort = { temperatures: quick ? 200 : 3000, chains: quick ? 30 : 100, mixing: quick ? 100 : 1000 };
  const options = { ...effort, limit: counted, seed, signal };
  const { logDensity, partition } = await evaluateRbm(rbm, await digits('test'), options);
  const { images, ...blank } = logDensity;
  const { logZ, method } = partition!;
  return { hidden: rbm.hidden, logZ, exact: method === 'exact', digits: images, ...blank };
};

/** An RBM of 256 hidden units, trained as those of 8 and 100 that ship. */
const largest = async ({ digits, seed, signal, progress }: FigureContext): Promise<Rbm> => {
  const images = await digits('train');
  const start = await initialRbm(images, { hidden: 256, seed });
  const { rbm } = await trainRbm(start, images, {
    epochs,
    trainer: persistentDivergence({ chains: 64 }),
    schedule: linearRate({ from: 0.5 }),
    monitored: 100,
    seed,
    signal,
    onStep: ({ value }) => progress(value.step / value.steps),
  }).finally(() => start.dispose());
  return rbm;
};

/** Section 3.2: the blank image is likelier than the data with many hidden units, and its lead grows with them. */
export const blankLeadClaim: Figure = {
  number: 'claim 3.2a',
  kind: 'claim',
  title: {
    en: 'The blank image is likelier than the data at N = 100, not at N = 8, and its lead grows with N',
    es: 'La imagen en blanco es más verosímil que los datos con N = 100, no con N = 8, y su ventaja crece con N',
  },
  expected: { en: 'blank − data: −25 (8), +280 (100)', es: 'en blanco − datos: −25 (8), +280 (100)' },
  digits: true,
  weight: 12,
  command: 'rbm evaluate --model rbm-100',
  rule: [
    condition(
      'N = 100: a blank image is likelier than the digits',
      'N = 100: una imagen en blanco es más verosímil que los dígitos',
      ({ lead100 }) => lead100 > 0,
    ),
    condition(
      'its lead grows with N',
      'su ventaja crece con N',
      ({ lead8, lead100, lead256 = Infinity }) => lead8 < lead100 && lead100 < lead256,
    ),
    condition('N = 8: it has none', 'N = 8: no tiene ventaja', ({ lead8 }) => lead8 < 0),
  ],
  about: {
    en: 'The lead of the likeliest of three even images, black, grey and white, over the mean of a thousand test digits needs no log Z. The full run trains a third RBM, of 256 hidden units. Digits get likelier with N all the same, as log p tells; log Z is exact for N = 8 and estimated by annealed importance sampling (AIS) beyond.',
    es: 'La ventaja de la más verosímil de tres imágenes uniformes, negra, gris y blanca, sobre la media de mil dígitos de prueba no requiere log Z. La corrida completa entrena una tercera RBM, de 256 unidades ocultas. Aun así, los dígitos se vuelven más verosímiles con N, como dice log p; log Z es exacta con N = 8 y, con N mayor, estimada por muestreo por importancia con recocido (AIS).',
  },
  cause: blankCause,
  draw: async (context) => {
    const levels = [
      await levelOf(await context.rbm(), context),
      await levelOf(await context.rbm('wideExpert'), context),
    ];
    if (context.mode !== 'quick') {
      const rbm = await largest(context);
      try {
        levels.push(await levelOf(rbm, context));
      } finally {
        rbm.dispose();
      }
    }
    const sizes = levels.map(({ hidden }) => hidden);
    const lead = ({ black, grey, white, digits: own }: Level): number => Math.max(black, grey, white) - own;
    const leads = levels.map(lead);
    const said = leads.map((value) => signed(value, 0)).join(', ');
    const grows = leads.every((value, i) => i === 0 || value > leads[i - 1]);
    const svg = await inBoth((say) =>
      lineChart([{ x: sizes, y: leads }], {
        xTitle: say('hidden units N', 'unidades ocultas N'),
        yTitle: say('likeliest blank image − digits, nats', 'imagen en blanco más verosímil − dígitos, nats'),
        yRange: [0, 0],
        ...smallChart,
      }),
    );
    return {
      pictures: drawing('claim-3.2a', svg, {
        en: `The lead of the likeliest blank image over the mean digit for ${sizes.join(', ')} hidden units: ${said} nats.`,
        es: `La ventaja de la imagen en blanco más verosímil sobre el dígito medio con ${sizes.join(', ')} unidades: ${said} nats.`,
      }),
      tables: table(
        'claim-3.2a',
        same('log p, nats'),
        [
          { en: 'N', es: 'N' },
          { en: 'digits', es: 'dígitos' },
          { en: 'black', es: 'negra' },
          { en: 'grey', es: 'gris' },
          { en: 'white', es: 'blanca' },
          { en: 'log Z', es: 'log Z' },
        ],
        levels.map(({ hidden, logZ, exact, digits: own, black, grey, white }) => [
          String(hidden),
          ...[own, black, grey, white].map((value) => (value - logZ).toFixed(0)),
          exact
            ? { en: `${logZ.toFixed(1)} (exact)`, es: `${logZ.toFixed(1)} (exacta)` }
            : same(`${logZ.toFixed(1)} (AIS)`),
        ]),
      ),
      data: levels,
      ours: {
        en: `blank − digits: ${said} (${sizes.join(', ')})`,
        es: `en blanco − dígitos: ${said} (${sizes.join(', ')})`,
      },
      difference: grows ? { en: 'it grows', es: 'crece' } : { en: 'it does not always grow', es: 'no siempre crece' },
      numbers: Object.fromEntries(sizes.map((hidden, i) => [`lead${hidden}`, leads[i]])),
    };
  },
};

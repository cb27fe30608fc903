import { subset } from '@interp/mnist';
import {
  ais,
  canEnumerate,
  exactLogPartition,
  fallingRate,
  initialRbm,
  logDensity,
  persistentDivergence,
  trainRbm,
  type Rbm,
} from '@interp/rbm';
import { lineChart } from '@interp/viz';
import * as tf from '@tensorflow/tfjs-core';
import type { Figure } from '../figure.js';
import type { FigureContext } from '../figure-context.js';
import { mean, signed } from '../wording.js';

const sizes = [8, 100, 256];
const blanks = { black: -1, grey: 0, white: 1 } as const;

interface Level {
  readonly hidden: number;
  readonly logZ: number;
  readonly exact: boolean;
  readonly digits: number;
  readonly black: number;
  readonly grey: number;
  readonly white: number;
}

const partition = async (machine: Rbm, { mode, seed, signal }: FigureContext): Promise<number> => {
  if (canEnumerate(machine)) return exactLogPartition(machine, { signal });
  const quick = mode === 'quick';
  const options = { temperatures: quick ? 200 : 3000, chains: quick ? 30 : 100, mixing: quick ? 100 : 1000 };
  return (await ais(machine, { ...options, seed, signal })).logZ;
};

const levelOf = async (machine: Rbm, context: FigureContext): Promise<Level> => {
  const { images } = await context.digits('test');
  const n = Math.min(images.size, 1000);
  const of = (make: () => tf.Tensor): number =>
    mean([...tf.tidy(() => logDensity(machine, make()).dataSync<'float32'>())]);
  const even = (value: number): number => of(() => tf.fill([1, ...machine.inputShape], value));
  return {
    hidden: machine.hidden,
    logZ: await partition(machine, context),
    exact: canEnumerate(machine),
    digits: of(() => images.images(Uint32Array.from({ length: n }, (_, i) => i))),
    black: even(blanks.black),
    grey: even(blanks.grey),
    white: even(blanks.white),
  };
};

/** Section 3.2: the blank image is likelier than the data with many hidden units, and its lead grows with them. */
export const blankLeadClaim: Figure = {
  number: 'claim 3.2a',
  kind: 'claim',
  title: {
    en: 'The blank image is likelier than the data at N = 100, not at N = 8, and its lead grows with N',
    es: 'La imagen en blanco es más verosímil que los datos con N = 100, no con N = 8, y su ventaja crece con N',
  },
  thesis: { en: 'blank − data: −25 (8), +280 (100)', es: 'en blanco − datos: −25 (8), +280 (100)' },
  digits: true,
  weight: 12,
  command: 'train rbm --hidden 256',
  draw: async (context) => {
    const { digits, mode, seed, signal, progress } = context;
    const { images } = await digits('train');
    const n = Math.min(images.size, mode === 'quick' ? 4000 : 20000);
    const epochs = mode === 'quick' ? 8 : 10;
    const data = subset(
      images,
      Uint32Array.from({ length: n }, (_, i) => i),
    );
    const levels: Level[] = [];
    for (const [i, hidden] of sizes.entries()) {
      const machine = await initialRbm(data, { hidden, seed });
      try {
        await trainRbm(machine, data, {
          epochs,
          rate: mode === 'quick' ? 0.02 : 0.01,
          trainer: persistentDivergence({ chains: 64 }),
          schedule: fallingRate({ from: 0.5 }),
          monitored: 100,
          seed,
          signal,
        });
        levels.push(await levelOf(machine, context));
      } finally {
        machine.dispose();
      }
      progress((i + 1) / sizes.length);
    }
    const lead = ({ black, grey, white, digits: own }: Level): number => Math.max(black, grey, white) - own;
    const leads = levels.map(lead);
    const said = leads.map((value) => signed(value, 0)).join(', ');
    const grows = leads.every((value, i) => i === 0 || value > leads[i - 1]);
    return {
      pictures: [
        {
          name: 'claim-3.2a',
          svg: await lineChart([{ x: sizes, y: leads }], {
            xTitle: 'hidden units N',
            yTitle: 'likeliest blank image − digits, nats',
            width: 320,
          }),
          kind: 'drawing',
          alt: {
            en: `The lead of the likeliest blank image over the mean digit for 8, 100 and 256 hidden units: ${said} nats.`,
            es: `La ventaja de la imagen en blanco más verosímil sobre el dígito medio con 8, 100 y 256 unidades: ${said} nats.`,
          },
        },
      ],
      tables: [
        {
          name: 'claim-3.2a',
          title: { en: 'log p, nats', es: 'log p, nats' },
          head: [
            { en: 'N', es: 'N' },
            { en: 'digits', es: 'dígitos' },
            { en: 'black', es: 'negra' },
            { en: 'grey', es: 'gris' },
            { en: 'white', es: 'blanca' },
            { en: 'log Z', es: 'log Z' },
          ],
          rows: levels.map(({ hidden, logZ, exact, digits: own, black, grey, white }) => [
            String(hidden),
            ...[own, black, grey, white].map((value) => (value - logZ).toFixed(0)),
            `${logZ.toFixed(1)} (${exact ? 'exact' : 'AIS'})`,
          ]),
        },
      ],
      data: levels,
      ours: { en: `blank − digits: ${said} (8, 100, 256)`, es: `en blanco − dígitos: ${said} (8, 100, 256)` },
      difference: grows ? { en: 'it grows', es: 'crece' } : { en: 'it does not always grow', es: 'no siempre crece' },
      verdict: grows && leads[0] < 0 && leads[1] > 0 ? 'agrees' : grows || leads[1] > 0 ? 'partly' : 'differs',
      caption: {
        en: `Three RBMs trained alike (persistent contrastive divergence, ${epochs} epochs of ${n} digits). The likeliest even image is the black one, pure background. log Z is exact for 8 hidden units and estimated by annealed importance sampling beyond; the lead itself needs no log Z.`,
        es: `Tres RBM entrenadas igual (divergencia contrastiva persistente, ${epochs} épocas de ${n} dígitos). La imagen pareja más verosímil es la negra, puro fondo. log Z es exacta con 8 unidades ocultas y estimada por muestreo por importancia con recocido con más; la ventaja misma no requiere log Z.`,
      },
      numbers: { lead8: leads[0], lead100: leads[1], lead256: leads[2] },
    };
  },
};

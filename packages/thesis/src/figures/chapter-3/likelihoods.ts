import { barChart } from '@interp/viz';
import { inBoth, same, type Figure, type Text } from '../../figure.js';
import { decimal, signed, superscript } from '../../format.js';

interface Levels {
  readonly digits: number;
  readonly black: number;
  readonly grey: number;
  readonly white: number;
}

interface Evaluated {
  readonly hidden: number;
  readonly n: number;
  readonly logZ: number;
  readonly method: 'exact' | 'ais';
  readonly ais?: {
    readonly temperatures: number;
    readonly chains: number;
    readonly forward: { readonly effectiveSampleSize: number };
    readonly reverse: { readonly effectiveSampleSize: number };
  };
  readonly logDensity: Levels;
  readonly logLikelihood: Levels;
}

const estimateOf = ({ hidden, ais }: Evaluated): Text => {
  if (!ais)
    return { en: `exact, over 2${superscript(hidden)} states`, es: `exacta, sobre 2${superscript(hidden)} estados` };
  const { temperatures, chains, forward, reverse } = ais;
  const [there, back] = [forward, reverse].map(({ effectiveSampleSize }) => effectiveSampleSize.toFixed(0));
  return {
    en: `annealed importance sampling, ${decimal(temperatures)} temperatures, ${chains} chains; effective sample size ${there} forward, ${back} back`,
    es: `muestreo por importancia con recocido, ${decimal(temperatures)} temperaturas, ${chains} cadenas; tamaño de muestra efectivo ${there} de ida, ${back} de vuelta`,
  };
};

const args = ['rbm', 'evaluate', '--model', 'rbm-8', '--limit', '1000', '--no-baselines'];

/** The numbers of section 3.2: log-likelihoods of digits and of blank images under RBMs of 8 and of 100 hidden units. */
export const likelihoodsTable: Figure = {
  number: 'text, 3.2',
  title: {
    en: 'Log-likelihoods of digits and of blank images',
    es: 'Log-verosimilitudes de dígitos y de imágenes en blanco',
  },
  thesis: {
    en: 'N = 8: 120, blank 95; N = 100: 130, blank 410',
    es: 'N = 8: 120, en blanco 95; N = 100: 130, en blanco 410',
  },
  digits: true,
  weight: 20,
  command: args.join(' '),
  draw: async ({ source, mode, outcome, spec }) => {
    const effort = mode === 'quick' ? ['--limit', '1000', '--steps', '300', '--chains', '50'] : ['--steps', '5000'];
    const drawn = source === 'drawn' ? ['--drawn'] : [];
    const found: Evaluated[] = [];
    for (const name of ['rbm-8', 'rbm-100'] as const) {
      const { json } = await outcome(['rbm', 'evaluate', '--model', spec(name), '--no-baselines', ...effort, ...drawn]);
      found.push(json as Evaluated);
    }
    const [small, large] = found;
    const [exact, estimate] = found.map(estimateOf);
    const lead = ({ logDensity: { digits, black } }: Evaluated): number => black - digits;
    const cells = ({ digits, black, grey, white }: Levels): readonly string[] =>
      [digits, black, grey, white].map((value) => value.toFixed(1));
    const agrees = [lead(small) < 0, lead(large) > 0].filter(Boolean).length;
    return {
      pictures: [
        {
          name: 'text-3.2',
          svg: await inBoth((say) =>
            barChart(
              [say('digits', 'dígitos'), say('black image', 'imagen negra')],
              found.map(({ hidden, logLikelihood: { digits, black } }) => ({
                name: `N = ${hidden}`,
                values: [digits, black],
              })),
              { title: say('Log-likelihood', 'Log-verosimilitud'), yTitle: 'log p, nats', width: 320 },
            ),
          ),
          kind: 'drawing',
          alt: {
            en: 'Bars of the mean log-likelihood of digits and of the black image, for 8 and 100 hidden units.',
            es: 'Barras de la log-verosimilitud media de los dígitos y de la imagen negra, para 8 y 100 unidades ocultas.',
          },
        },
      ],
      tables: [
        {
          name: 'text-3.2',
          title: { en: 'Nats per image', es: 'Nats por imagen' },
          head: [
            { en: 'density', es: 'densidad' },
            { en: 'digits', es: 'dígitos' },
            { en: 'black', es: 'negra' },
            { en: 'grey', es: 'gris' },
            { en: 'white', es: 'blanca' },
            same('log Z'),
          ],
          rows: found.flatMap(({ hidden, logDensity, logLikelihood, logZ }, i) => [
            [`log p*, N = ${hidden}`, ...cells(logDensity), ''],
            [
              `log p, N = ${hidden}`,
              ...cells(logLikelihood),
              {
                en: `${logZ.toFixed(2)} (${[exact, estimate][i].en})`,
                es: `${logZ.toFixed(2)} (${[exact, estimate][i].es})`,
              },
            ],
          ]),
        },
      ],
      data: found,
      ours: {
        en: `black − digits: ${signed(lead(small), 0)} (N = 8), ${signed(lead(large), 0)} (N = 100)`,
        es: `negra − dígitos: ${signed(lead(small), 0)} (N = 8), ${signed(lead(large), 0)} (N = 100)`,
      },
      difference: { en: 'thesis: −25 and +280', es: 'tesis: −25 y +280' },
      verdict: agrees === 2 ? 'agrees' : agrees === 1 ? 'partly' : 'differs',
      caption: {
        en: `The thesis compares unnormalised values, which may only be compared within one model: the sign of the difference between blank image and data. Here log Z is known for N = 8 (${exact.en}) and estimated for N = 100 (${estimate.en}), so that log p itself may be compared between models: digits have ${decimal(small.logLikelihood.digits)} and ${decimal(large.logLikelihood.digits)} nats. No sign hangs on log Z.`,
        es: `La tesis compara valores sin normalizar, que solo son comparables dentro de un modelo: el signo de la diferencia entre la imagen en blanco y los datos. Aquí log Z se conoce con N = 8 (${exact.es}) y se estima con N = 100 (${estimate.es}), así que log p sí puede compararse entre modelos: los dígitos tienen ${decimal(small.logLikelihood.digits)} y ${decimal(large.logLikelihood.digits)} nats. Ningún signo depende de log Z.`,
      },
      numbers: {
        digits8: small.logDensity.digits,
        black8: small.logDensity.black,
        digits100: large.logDensity.digits,
        black100: large.logDensity.black,
      },
      command: `rbm evaluate --model rbm-8 --no-baselines ${effort.join(' ')}`,
    };
  },
};

import { float32Entry } from '@interp/core';
import { imageGrid } from '@interp/viz';
import type { Figure } from '../../figure.js';
import { stacked, tensorOf, type SavedTensor } from '../outcome-parts.js';
import { atLeast, probability } from '../../format.js';

interface Attacked {
  readonly results: readonly {
    readonly input: string;
    readonly before: { readonly class: number; readonly probability: number };
    readonly after: { readonly class: number; readonly probability: number };
    readonly outcome: string;
    readonly l2: number;
  }[];
}

const digits = [5, 9];

const interleaved = (columns: readonly SavedTensor[]): SavedTensor => {
  const [first] = columns;
  const n = first.shape[0];
  const size = first.data.length / n;
  const one = ({ data, shape }: SavedTensor, i: number): SavedTensor => ({
    data: data.slice(i * size, (i + 1) * size),
    shape: [1, ...shape.slice(1)],
  });
  return stacked(...Array.from({ length: n }, (_, i) => columns.map((column) => one(column, i))).flat());
};

/** Figure 4.3: two digits, what is added to them, and what they are taken for then. */
export const adversarialFigure: Figure = {
  number: '4.3',
  title: {
    en: 'Adversarial examples by DeepFool, with FGSM beside',
    es: 'Ejemplos adversarios por DeepFool y, al lado, FGSM',
  },
  thesis: { en: 'P > 0.99 → 3 (0.57) and 4 (0.60)', es: 'P > 0.99 → 3 (0.57) y 4 (0.60)' },
  digits: true,
  weight: 2,
  command: 'attack mnist:test/class=5/1 mnist:test/class=9/0 --method deepfool',
  draw: async ({ source, outcome }) => {
    const inputs = digits.map((c) => `${source}:test/class=${c}/${c === 5 ? 1 : 0}`);
    const args = ['attack', ...inputs, '--method', 'deepfool'];
    const deep = await outcome(args);
    const fast = await outcome(['attack', ...inputs, '--method', 'fgsm', '--epsilon', '0.4']);
    const { results } = deep.json as Attacked;
    const quick = (fast.json as Attacked).results;
    const images = interleaved([
      tensorOf(deep, 'images'),
      tensorOf(deep, 'perturbation'),
      tensorOf(deep, 'adversarial'),
      tensorOf(fast, 'perturbation'),
      tensorOf(fast, 'adversarial'),
    ]);
    const named = ({ class: c, probability: p }: Attacked['results'][number]['before']): string =>
      `${c}: P ${probability(p)}`;
    const fooled = results.filter((row) => row.outcome === 'succeeded').length;
    const least = atLeast(Math.min(...results.map(({ before }) => before.probability)));
    const said = results.map(({ after }) => `${after.class} (${after.probability.toFixed(2)})`).join(', ');
    return {
      pictures: [
        {
          name: '4.3',
          svg: imageGrid(
            { data: images.data, shape: images.shape },
            {
              columns: 5,
              columnTitles: ['x', 'DeepFool r', 'x + r', 'FGSM r', 'x + r'],
              captions: results.flatMap((row, i) => [
                named(row.before),
                `‖r‖ ${row.l2.toFixed(2)}`,
                named(row.after),
                `‖r‖ ${quick[i].l2.toFixed(2)}`,
                named(quick[i].after),
              ]),
            },
          ),
          kind: 'pixels',
          alt: {
            en: 'Two rows: a digit, a faint grey pattern, their sum, which still looks like the digit and is read as another; then the same by FGSM.',
            es: 'Dos renglones: un dígito, un patrón gris tenue, su suma, que aún parece el dígito y se lee como otro; luego lo mismo por FGSM.',
          },
        },
      ],
      data: { deepfool: deep.json, fgsm: fast.json },
      tensors: [['images', float32Entry(images.shape, images.data)]],
      ours: {
        en: `${least} → ${said}`,
        es: `${least} → ${said}`,
      },
      difference: { en: 'other digits', es: 'otros dígitos' },
      verdict: fooled === results.length ? 'agrees' : fooled > 0 ? 'partly' : 'differs',
      caption: {
        en: 'x, the smallest r that DeepFool finds in the Euclidean norm, and x + r as the network reads it, with its P; then one step of FGSM, 0.4 in every pixel. What the network is asked is an image: values stay within [−1, 1].',
        es: 'x, la menor r que encuentra DeepFool en norma euclidiana, y x + r como la lee la red, con su P; después un paso de FGSM, de 0.4 en cada pixel. Lo que se pregunta a la red es una imagen: los valores quedan en [−1, 1].',
      },
      numbers: Object.fromEntries(
        results.flatMap((row, i) => [[`l2${i}`, row.l2] as const, [`after${i}`, row.after.class] as const]),
      ),
      command: args.join(' '),
    };
  },
};

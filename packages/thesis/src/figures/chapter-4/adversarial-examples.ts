import { atLeast, condition, pixels, probability, same } from '@interp/report';
import {
  attack,
  deepFool,
  fgsm,
  matchedNoise,
  misclassified,
  type AttackMethod,
  type Prediction,
} from '@interp/adversarial';
import { ofClass } from '@interp/mnist';
import { imageGrid } from '@interp/viz';
import type { Figure } from '../../figure.js';
import type { FigureContext } from '../../context.js';
import { classify, concatenate, entryOf, gather, normOf, toHost, withTensor } from '../../tensors.js';
import { testDigits } from '../digits.js';

/** The first test digit of a label that the network is sure of, or the surest of all. */
const firstSure = async (
  context: FigureContext,
  label: number,
): Promise<readonly [label: number, position: number]> => {
  const { length } = ofClass(await context.digits('test'), label).indices;
  const { images } = await testDigits(
    context,
    Array.from({ length }, (_, position) => [label, position] as const),
  );
  const sure = classify(await context.classifier(), images).map(({ probabilities }) => probabilities[label]);
  const first = sure.findIndex((p) => p > 0.99);
  return [label, first >= 0 ? first : sure.indexOf(Math.max(...sure))];
};

/** Figure 4.3: two digits, what is added to them, and what they are taken for then. */
export const adversarialFigure: Figure = {
  number: '4.3',
  title: {
    en: 'Adversarial examples by DeepFool, with FGSM beside',
    es: 'Ejemplos adversarios por DeepFool y, al lado, FGSM',
  },
  expected: { en: 'P > 0.99 → 3 (0.57) and 4 (0.60)', es: 'P > 0.99 → 3 (0.57) y 4 (0.60)' },
  digits: true,
  weight: 2,
  command: 'attack mnist:test/class=5/0 mnist:test/class=9/0 --method deepfool',
  rule: [
    condition('both are read as other digits', 'ambas se leen como otros dígitos', ({ fooled }) => fooled === 2),
    condition(
      'where the network was sure: P > 0.99',
      'donde la red estaba segura: P > 0.99',
      ({ before }) => before > 0.99,
    ),
    condition(
      'less sure after than before',
      'con menos certeza después que antes',
      ({ before, after }) => after < before,
    ),
    condition(
      'by an r of less than a third of ‖x‖',
      'por una r de menos de un tercio de ‖x‖',
      ({ length }) => length < 1 / 3,
    ),
    condition(
      'noise of that length does nothing',
      'un ruido de ese tamaño no hace nada',
      ({ byNoise }) => byNoise === 0,
    ),
  ],
  about: {
    en: 'x, the first 5 and the first 9 that the network is sure of; the smallest r that DeepFool finds in the Euclidean norm; x + r as the network reads it, with its P; then one step of FGSM, 0.4 in every pixel. What the network is asked is an image: values stay within [−1, 1].',
    es: 'x, el primer 5 y el primer 9 de los que la red está segura; la menor r que encuentra DeepFool en norma euclidiana; x + r como la lee la red, con su P; después un paso de FGSM, de 0.4 en cada pixel. Lo que se pregunta a la red es una imagen: los valores quedan en [−1, 1].',
  },
  draw: async (context) => {
    const { classifier, seed, signal } = context;
    const network = await classifier();
    const sure = [await firstSure(context, 5), await firstSure(context, 9)];
    const { images: originals, labels, inputs } = await testDigits(context, sure);
    const run = async (method: AttackMethod) => {
      const options = { criterion: misclassified(labels), seed, signal };
      const result = await withTensor(originals, (x) => attack(network, x, method, options));
      return {
        results: result.items.map((item, i) => ({ input: inputs[i], ...item })),
        summary: result.summary,
        perturbation: await toHost(result.perturbation),
        adversarial: await toHost(result.adversarial),
      };
    };
    const [deep, fast] = [await run(deepFool()), await run(fgsm({ epsilon: 0.4 }))];
    const [{ results }, { results: quick }] = [deep, fast];
    const columns = [originals, deep.perturbation, deep.adversarial, fast.perturbation, fast.adversarial];
    const images = concatenate(...labels.flatMap((_, i) => columns.map((column) => gather(column, [i]))));
    const noise = await withTensor(originals, (x) =>
      withTensor(deep.perturbation, (r) => toHost(matchedNoise(x, r, { seed }))),
    );
    const byNoise = classify(network, noise).filter((answer, i) => answer.class !== labels[i]).length;
    const label = ({ class: c, probability: p }: Prediction): string => `${c}: P ${probability(p)}`;
    const fooled = results.filter((row) => row.outcome === 'succeeded').length;
    const least = atLeast(Math.min(...results.map(({ before }) => before.probability)));
    const said = results.map(({ after }) => `${after.class} (${after.probability.toFixed(2)})`).join(', ');
    const svg = imageGrid(images, {
      columns: 5,
      compact: true,
      gap: 6,
      columnTitles: ['x', 'DeepFool r', 'x + r', 'FGSM r', 'x + r'],
      captions: results.flatMap((row, i) => [
        label(row.before),
        `‖r‖ ${row.l2.toFixed(2)}`,
        label(row.after),
        `‖r‖ ${quick[i].l2.toFixed(2)}`,
        label(quick[i].after),
      ]),
    });
    return {
      pictures: pixels('4.3', svg, {
        en: 'Two rows: a digit, a faint grey pattern, their sum, which still looks like the digit and is read as another; then the same by FGSM.',
        es: 'Dos renglones: un dígito, un patrón gris tenue, su suma, que aún parece el dígito y se lee como otro; luego lo mismo por FGSM.',
      }),
      data: { deepfool: { results, summary: deep.summary }, fgsm: { results: quick, summary: fast.summary } },
      tensors: [['images', entryOf(images)]],
      command: `attack ${inputs.join(' ')} --method deepfool`,
      ours: same(`${least} → ${said}`),
      numbers: {
        fooled,
        byNoise,
        before: Math.min(...results.map((row) => row.before.probability)),
        after: Math.max(...results.map((row) => row.after.probability)),
        length: Math.max(...results.map((row, i) => row.l2 / normOf(gather(originals, [i])))),
        first: results[0].after.class,
        second: results[1].after.class,
      },
    };
  },
};

import { attack, deepFool, fgsm, misclassified, type AttackMethod, type Prediction } from '@interp/adversarial';
import { imageGrid } from '@interp/viz';
import { same, pixels, type Figure } from '../../figure.js';
import { concatenate, entryOf, gather, toHost, withTensor } from '../../tensors.js';
import { testDigits } from '../digits.js';
import { atLeast, probability } from '../../format.js';

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
  draw: async (context) => {
    const { classifier, seed, signal } = context;
    const network = await classifier();
    const {
      images: originals,
      labels,
      inputs,
    } = await testDigits(context, [
      [5, 1],
      [9, 0],
    ]);
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
    const label = ({ class: c, probability: p }: Prediction): string => `${c}: P ${probability(p)}`;
    const fooled = results.filter((row) => row.outcome === 'succeeded').length;
    const least = atLeast(Math.min(...results.map(({ before }) => before.probability)));
    const said = results.map(({ after }) => `${after.class} (${after.probability.toFixed(2)})`).join(', ');
    const svg = imageGrid(images, {
      columns: 5,
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
      ours: same(`${least} → ${said}`),
      difference: { en: 'other digits', es: 'otros dígitos' },
      verdict: fooled === results.length ? 'agrees' : fooled > 0 ? 'partly' : 'differs',
      caption: {
        en: 'x, the smallest r that DeepFool finds in the Euclidean norm, and x + r as the network reads it, with its P; then one step of FGSM, 0.4 in every pixel. What the network is asked is an image: values stay within [−1, 1].',
        es: 'x, la menor r que encuentra DeepFool en norma euclidiana, y x + r como la lee la red, con su P; después un paso de FGSM, de 0.4 en cada pixel. Lo que se pregunta a la red es una imagen: los valores quedan en [−1, 1].',
      },
      numbers: Object.fromEntries(
        results.flatMap((row, i) => [[`l2${i}`, row.l2] as const, [`after${i}`, row.after.class] as const]),
      ),
    };
  },
};

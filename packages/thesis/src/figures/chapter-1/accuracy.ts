import { evaluate } from '@interp/lenet';
import { barChart } from '@interp/viz';
import { table, drawing, inBoth, type Figure } from '../../figure.js';
import { classHeads, decimal, oursWord, percent, percentage, signed, thesisWord } from '../../format.js';

const thesis = { accuracy: 0.96, perClass: [0.99, 0.98, 0.97, 0.97, 0.97, 0.95, 0.98, 0.93, 0.97, 0.93] };

/** The table of section 1.3: how often the network is right. */
export const accuracyTable: Figure = {
  number: 'table, 1.3',
  title: { en: 'Accuracy, overall and for each digit', es: 'Precisión, en total y por dígito' },
  thesis: { en: '96 %; worst 93 % (7, 9)', es: '96 %; la peor 93 % (7, 9)' },
  digits: true,
  weight: 3,
  command: 'evaluate mnist:test/0-9999',
  draw: async ({ source, mode, classifier, digits, signal }) => {
    const images = await digits('test');
    const evaluation = await evaluate(await classifier(), images, { signal });
    const { accuracy, n, loss } = evaluation;
    const perClass = evaluation.perClass.map((part) => part ?? 0);
    const worst = Math.min(...perClass);
    const worse = perClass.flatMap((part, c) => (part === worst ? [c] : []));
    const of = worse.length === 10 ? '0–9' : worse.join(', ');
    const points = 100 * (accuracy - thesis.accuracy);
    const svg = await inBoth((say) =>
      barChart(
        perClass.map((_, c) => String(c)),
        [{ values: perClass.map((part) => 100 * part) }],
        {
          title: say(`${percent(accuracy)} of ${n} images right`, `${percent(accuracy)} de ${n} imágenes bien leídas`),
          xTitle: say('class', 'clase'),
          yTitle: say('right, %', 'aciertos, %'),
          yRange: [0, 100],
        },
      ),
    );
    return {
      pictures: drawing('table-1.3', svg, {
        en: `Bars of the part read right of each digit; ${percentage(accuracy)} in all.`,
        es: `Barras de la parte leída correctamente de cada dígito; ${percentage(accuracy)} en total.`,
      }),
      tables: table(
        'table-1.3',
        { en: 'Part read right, %', es: 'Parte leída correctamente, %' },
        [{ en: 'network', es: 'red' }, { en: 'all', es: 'todos' }, ...classHeads],
        [
          [thesisWord, '96', ...thesis.perClass.map((part) => (100 * part).toFixed(0))],
          [oursWord, (100 * accuracy).toFixed(2), ...perClass.map((part) => (100 * part).toFixed(1))],
        ],
      ),
      data: evaluation,
      ours: {
        en: `${percentage(accuracy)}; worst ${percentage(worst)} (${of}); n = ${decimal(n)}`,
        es: `${percentage(accuracy)}; la peor ${percentage(worst)} (${of}); n = ${decimal(n)}`,
      },
      difference: { en: `${signed(points)} points`, es: `${signed(points)} puntos` },
      verdict: source === 'drawn' ? 'drawn' : Math.abs(points) <= 1 ? 'agrees' : 'differs',
      caption: {
        en: `The same network, the thesis’ LeNet with sigmoid units, ${mode === 'train' ? 'trained in this run, with Adam on shifted and turned digits' : 'trained longer (14 epochs of Adam on shifted and turned digits)'}: it reads ${percentage(accuracy)} of ${decimal(n)} digits right, where the thesis’ reads 96 % of 10,000.`,
        es: `La misma red, la LeNet con sigmoides de la tesis, ${mode === 'train' ? 'entrenada en esta corrida, con Adam y dígitos desplazados y girados' : 'entrenada por más tiempo (14 épocas de Adam con dígitos desplazados y girados)'}: lee bien ${percentage(accuracy)} de ${decimal(n)} dígitos; la de la tesis, 96 % de 10,000.`,
      },
      numbers: { accuracy, loss },
      command: `evaluate ${source}:test/0-${images.size - 1}`,
    };
  },
};

import { mean } from '@interp/core/internal';
import { robustness } from '@interp/sevenseg';
import { barChart } from '@interp/viz';
import { table, drawing, inBoth, type Figure } from '../figure.js';
import { withTensor } from '../tensors.js';
import { segmentAnswers } from '../figures/segments.js';
import { percentage } from '../format.js';

const geometries = 225;

/** Section 4.1: straight strokes mislead the network, and it cannot say "no digit". */
export const straightStrokesClaim: Figure = {
  number: 'claim 4.1',
  kind: 'claim',
  title: {
    en: 'Straight strokes mislead it (1, 2, 6 and 7), and it cannot say “no digit”',
    es: 'Los trazos rectos la confunden (1, 2, 6 y 7), y no puede decir «no es un dígito»',
  },
  thesis: { en: 'misreads 1, 2, 6, 7', es: 'lee mal 1, 2, 6, 7' },
  weight: 6,
  command: 'sevenseg --robustness',
  draw: async (context) => {
    const { seed, signal, progress } = context;
    const { images, answers } = await segmentAnswers(context);
    const { digits, cells } = await robustness(await context.classifier(), {
      seed,
      signal,
      onStep: ({ step }) => progress(step / geometries),
    });
    const rejected = await withTensor(images, context.rejected);
    const refused = rejected.filter(Boolean).length;
    const hard = digits.filter(({ correct }) => correct < 0.5).map(({ digit }) => digit);
    const common = hard.filter((digit) => [1, 2, 6, 7].includes(digit)).length;
    const right = mean(digits.map(({ correct }) => correct));
    const sure = answers.filter(({ probability }) => probability > 0.9).length;
    const svg = await inBoth((say) =>
      barChart(
        digits.map(({ digit }) => String(digit)),
        [{ values: digits.map(({ correct }) => 100 * correct) }],
        {
          xTitle: say('digit', 'dígito'),
          yTitle: say(`read right in ${cells.length} drawings, %`, `aciertos en ${cells.length} dibujos, %`),
          yRange: [0, 100],
        },
      ),
    );
    return {
      pictures: drawing('claim-4.1', svg, {
        en: 'How often each seven-segment digit is read right over all ways to draw it.',
        es: 'Con qué frecuencia se lee bien cada dígito de siete segmentos en todas las maneras de dibujarlo.',
      }),
      tables: table(
        'claim-4.1',
        {
          en: `Over ${cells.length} drawings: thickness, shift, slant`,
          es: `En ${cells.length} dibujos: grosor, posición, inclinación`,
        },
        [
          { en: 'digit', es: 'dígito' },
          { en: 'read right', es: 'leído bien' },
          { en: 'mean P', es: 'P media' },
          { en: 'mostly read as', es: 'leído con más frecuencia como' },
        ],
        digits.map(({ digit, correct, right: p, usual }) => [
          String(digit),
          percentage(correct),
          p.toFixed(3),
          String(usual),
        ]),
      ),
      data: { digits, refused, sure, rejected },
      ours: {
        en: `misread in most drawings: ${hard.join(', ') || 'none'}; ${percentage(right)} right in all`,
        es: `mal leídos en la mayoría de los dibujos: ${hard.join(', ') || 'ninguno'}; ${percentage(right)} bien en total`,
      },
      difference: {
        en: `${common} of the thesis’ 4; a detector refuses ${refused} of 128`,
        es: `${common} de los 4 de la tesis; un detector rechaza ${refused} de 128`,
      },
      verdict: common >= 3 ? 'agrees' : hard.length > 0 || right < 0.9 ? 'partly' : 'differs',
      caption: {
        en: `The network alone must answer, and does so with P above 0.9 for ${sure} of the 128 images, of which 10 are digits. With a detector beside it (distance of inner values from every digit, and likeness to shapes that are none; its threshold set on held-out digits) ${refused} of the 128 are refused.`,
        es: `La red sola debe responder, y lo hace con P mayor que 0.9 en ${sure} de las 128 imágenes, de las que 10 son dígitos. Con un detector a su lado (distancia de los valores internos a todo dígito, y parecido con formas que no lo son; umbral fijado en dígitos reservados) se rechazan ${refused} de las 128.`,
      },
      numbers: { right, refused, sure },
    };
  },
};

import { condition, drawing, inBoth, percentage, table } from '@interp/report';
import { mean } from '@interp/core/internal';
import { robustness } from '@interp/sevenseg';
import { barChart } from '@interp/viz';
import type { Figure } from '../figure.js';
import { withTensor } from '../tensors.js';
import { segmentAnswers } from '../figures/segments.js';
import { smallChart } from '../figures/small-chart.js';

const geometries = 225;

/** Section 4.1: straight strokes mislead the network, and it cannot say "no digit". */
export const straightStrokesClaim: Figure = {
  number: 'claim 4.1',
  kind: 'claim',
  title: {
    en: 'Straight strokes mislead it (1, 2, 6 and 7), and it cannot say “no digit”',
    es: 'Los trazos rectos la confunden (1, 2, 6 y 7), y no puede decir «no es un dígito»',
  },
  expected: { en: 'misreads 1, 2, 6, 7', es: 'lee mal 1, 2, 6, 7' },
  weight: 6,
  command: 'sevenseg --robustness',
  rule: [
    condition(
      'three of 1, 2, 6, 7 or more are misread in most drawings',
      'tres de 1, 2, 6, 7 o más se leen mal en la mayoría de los dibujos',
      ({ common }) => common >= 3,
    ),
    condition(
      'others are read: three in ten of all',
      'otros se leen: tres de cada diez del total',
      ({ right }) => right > 0.3,
    ),
    condition(
      'it is sure of shapes that a detector refuses',
      'está segura de formas que un detector rechaza',
      ({ sureOfRefused }) => sureOfRefused > 0,
    ),
  ],
  about: {
    en: 'The ten digits over ways to draw them: thickness, shift, slant. The network alone must answer; a detector beside it (distance of inner values from every digit, and likeness to shapes that are none; its threshold set on held-out digits) can refuse an image.',
    es: 'Los diez dígitos en muchas maneras de dibujarlos: grosor, posición, inclinación. La red sola debe responder; un detector a su lado (distancia de los valores internos a todo dígito, y parecido con formas que no lo son; umbral fijado en dígitos reservados) puede rechazar una imagen.',
  },
  cause: {
    en: 'Better training, as in Table 4.1: augmentation first, then more epochs.',
    es: 'El mejor entrenamiento, como en la Tabla 4.1: primero el aumento de datos, después más épocas.',
  },
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
    const sureOfRefused = answers.filter(({ probability }, i) => probability > 0.9 && rejected[i]).length;
    const svg = await inBoth((say) =>
      barChart(
        digits.map(({ digit }) => String(digit)),
        [{ values: digits.map(({ correct }) => 100 * correct) }],
        {
          xTitle: say('digit', 'dígito'),
          yTitle: say(`read right in ${cells.length} drawings, %`, `aciertos en ${cells.length} dibujos, %`),
          yRange: [0, 100],
          ...smallChart,
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
      caption: {
        en: `It answers with P above 0.9 to ${sure} of the 128 images of Figure 4.2, of which 10 are digits; the detector refuses ${refused} of the 128.`,
        es: `Responde con P mayor que 0.9 a ${sure} de las 128 imágenes de la Figura 4.2, de las que 10 son dígitos; el detector rechaza ${refused} de las 128.`,
      },
      numbers: { common, right, refused, sure, sureOfRefused },
    };
  },
};

import { digitTable, thesisDigitTable } from '@interp/sevenseg';
import { segmentAnswers } from '../segments.js';
import { table, type Figure } from '../../figure.js';
import { percentage } from '../../format.js';

/** The table of section 4.1: how the ten digits in seven segments are read. */
export const segmentsTable: Figure = {
  number: 'table, 4.1',
  title: { en: 'How the ten seven-segment digits are read', es: 'Cómo se leen los diez dígitos de siete segmentos' },
  thesis: { en: 'misread: 1→5, 2→8, 6→5, 7→2', es: 'mal leídos: 1→5, 2→8, 6→5, 7→2' },
  command: 'sevenseg',
  draw: async (context) => {
    const digits = digitTable((await segmentAnswers(context)).answers);
    const wrong = digits.filter((row) => row.class !== row.digit);
    const said = wrong.map((row) => `${row.digit}→${row.class}`).join(', ');
    const theirs = [1, 2, 6, 7];
    const common = wrong.filter(({ digit }) => theirs.includes(digit)).length;
    return {
      pictures: [],
      tables: table(
        'table-4.1',
        { en: 'Each digit, thesis and ours', es: 'Cada dígito, en la tesis y aquí' },
        [
          { en: 'digit', es: 'dígito' },
          { en: 'thesis: P(digit)', es: 'tesis: P(dígito)' },
          { en: 'thesis: read as', es: 'tesis: leído como' },
          { en: 'thesis: its P', es: 'tesis: su P' },
          { en: 'ours: P(digit)', es: 'aquí: P(dígito)' },
          { en: 'ours: read as', es: 'aquí: leído como' },
          { en: 'ours: its P', es: 'aquí: su P' },
        ],
        digits.map((row, i) => {
          const thesis = thesisDigitTable[i];
          return [
            String(row.digit),
            ...[thesis, row].flatMap((one) => [percentage(one.right), String(one.class), percentage(one.probability)]),
          ];
        }),
      ),
      data: digits,
      ours: { en: `misread: ${said || 'none'}`, es: `mal leídos: ${said || 'ninguno'}` },
      difference: { en: `${common} of the thesis’ 4`, es: `${common} de los 4 de la tesis` },
      verdict: common >= 3 ? 'agrees' : wrong.length > 0 ? 'partly' : 'differs',
      caption: {
        en: 'P of the right digit, the digit that the network reads and its P, for the drawing of Figure 4.1. Which are misread, and whether any is, hangs on the weights and on how segments are drawn: claim 4.1 tries many drawings.',
        es: 'P del dígito correcto, el dígito que lee la red y su P, con el dibujo de la Figura 4.1. Cuáles se leen mal, si es que alguno, depende de los pesos y del dibujo: la afirmación 4.1 prueba muchos.',
      },
      numbers: Object.fromEntries(digits.map((row) => [`right${row.digit}`, row.right])),
    };
  },
};

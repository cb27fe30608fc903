import { condition, percentage, table } from '@interp/report';
import { digitTable, thesisDigitTable } from '@interp/sevenseg';
import type { Figure } from '../../figure.js';
import { segmentAnswers } from '../segments.js';

/** The table of section 4.1: how the ten digits in seven segments are read. */
export const segmentsTable: Figure = {
  number: 'table, 4.1',
  title: { en: 'How the ten seven-segment digits are read', es: 'Cómo se leen los diez dígitos de siete segmentos' },
  expected: { en: 'misread: 1→5, 2→8, 6→5, 7→2', es: 'mal leídos: 1→5, 2→8, 6→5, 7→2' },
  command: 'sevenseg',
  rule: [
    condition(
      'at least 3 of 1, 2, 6 and 7 are misread',
      'al menos 3 de 1, 2, 6 y 7 se leen mal',
      ({ common }) => common >= 3,
    ),
    condition(
      'at least 4 of 0, 3, 4, 5 and 8 are read',
      'al menos 4 de 0, 3, 4, 5 y 8 se leen bien',
      ({ read }) => read >= 4,
    ),
  ],
  about: {
    en: 'P of the right digit, the digit that the network reads and its P, for the drawing of Figure 4.1. Nearly all thesis-like networks read the 9 as a 3, as the thesis’ did not, and none the 1 as a 5, as it did. Claim 4.1 tries many drawings.',
    es: 'P del dígito correcto, el dígito que lee la red y su P, con el dibujo de la Figura 4.1. Casi todas las redes como la de la tesis leen el 9 como 3, lo que la suya no hizo, y ninguna el 1 como 5, lo que hizo la suya. La afirmación 4.1 prueba muchos dibujos.',
  },
  cause: {
    en: 'Better training, not another drawing: stopped early, without augmentation, the same network misreads the straight strokes; every epoch more of it, and every augmentation, takes some of that away.',
    es: 'El mejor entrenamiento, no otro dibujo: detenida pronto, sin aumento de datos, la misma red lee mal los trazos rectos; cada época más, y cada aumento, quita parte de ello.',
  },
  draw: async (context) => {
    const digits = digitTable((await segmentAnswers(context)).answers);
    const wrong = digits.filter((row) => row.class !== row.digit);
    const said = wrong.map((row) => `${row.digit}→${row.class}`).join(', ');
    const theirs = [1, 2, 6, 7];
    const read = digits.filter((row) => [0, 3, 4, 5, 8].includes(row.digit) && row.class === row.digit).length;
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
      numbers: { common, read, ...Object.fromEntries(digits.map((row) => [`right${row.digit}`, row.right])) },
    };
  },
};

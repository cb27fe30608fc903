import { inLanguages } from '../../words/words.js';

/** What the view says. */
export const segmentsWords = inLanguages({
  en: {
    display: 'Seven segments',
    displayHelp: 'Press a segment to light it or put it out.',
    segment: 'Segment',
    digit: 'Digit',
    thickness: 'Thickness in pixels',
    slant: 'Slant',
    right: 'To the right',
    down: 'Down',
    flips: 'The fewest flips that change the answer',
    none: 'None does: every display is read as this class.',
    map: 'All 128 displays',
    mapHelp:
      'Each cell is a display; neighbours differ by one segment. Its digit is what is read, and the paler, the less sure. Press one to show it.',
    why: 'why',
  },
  es: {
    display: 'Siete segmentos',
    displayHelp: 'Pulsa un segmento para encenderlo o apagarlo.',
    segment: 'Segmento',
    digit: 'Dígito',
    thickness: 'Grosor en píxeles',
    slant: 'Inclinación',
    right: 'Hacia la derecha',
    down: 'Hacia abajo',
    flips: 'Los menos cambios que cambian la respuesta',
    none: 'Ninguno: toda combinación se lee como esta clase.',
    map: 'Las 128 combinaciones',
    mapHelp:
      'Cada celda es una combinación; las vecinas se diferencian en un segmento. Su dígito es lo que se lee; cuanto más pálido, menos seguro. Pulsa una para mostrarla.',
    why: 'por qué',
  },
});

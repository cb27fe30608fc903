import { inEnglish, inSpanish, type Language, type Say } from '../text/language.js';

/** Numbers as a list: `4 and 3`, `4, 3 and 1`. */
const listed = (values: readonly number[], and: string): string =>
  [...values.slice(0, -2), values.slice(-2).join(` ${and} `)].join(', ');

const wordsIn = (say: Say) => ({
  verdicts: {
    agrees: say('agrees', 'coincide'),
    partly: say('partly', 'en parte'),
    differs: say('differs', 'difiere'),
    drawn: say('shown', 'se muestra'),
    failed: say('failed', 'falló'),
  },
  several: {
    agrees: say('agree', 'coinciden'),
    partly: say('partly', 'en parte'),
    differs: say('differ', 'difieren'),
    drawn: say('shown', 'se muestran'),
    failed: say('failed', 'fallaron'),
  },
  same: say('(the same: no network differs)', '(lo mismo: ninguna red cambia)'),
  picture: say('its picture', 'su imagen'),
  pictures: say('pictures', 'imágenes'),
  samePicture: say('(the same picture)', '(la misma imagen)'),
  cause: say('Why', 'Por qué'),
  computing: say('of computing', 'de cómputo'),
  marks: { agrees: '✓', partly: '≈', differs: '✗', drawn: '–', failed: '!' },
  summary: say('Summary', 'Resumen'),
  networks: say('Networks', 'Redes'),
  network: say('network', 'red'),
  figure: say('Figure', 'Figura'),
  what: say('What', 'Qué'),
  ours: say('Ours', 'Aquí'),
  difference: say('Difference', 'Diferencia'),
  then: say('s then', 's antes'),
  now: say('s now', 's ahora'),
  verdict: say('Verdict', 'Veredicto'),
  holds: (held: readonly number[], of: number) =>
    say(`conditions: ${listed(held, 'and')} of ${of} hold`, `condiciones: se cumplen ${listed(held, 'y')} de ${of}`),
  numbers: say('numbers', 'números'),
  how: say('how it was made', 'cómo se hizo'),
  command: say('command', 'comando'),
  backend: 'backend',
  versions: say('versions', 'versiones'),
  weights: say('weights (SHA-256)', 'pesos (SHA-256)'),
  data: say('raw data', 'datos'),
  seconds: say('seconds', 'segundos'),
  failed: say('This figure failed', 'Esta figura falló'),
  origin: say('origin', 'origen'),
  column: say('column', 'columna'),
  none: say('none', 'ninguno'),
  contents: say('Contents', 'Contenido'),
  results: say(
    'All results in words, and seconds then and now',
    'Todos los resultados en palabras, y segundos antes y ahora',
  ),
  up: say('Summary', 'Resumen'),
  skip: say('To the summary', 'Al resumen'),
});

/** The report's own words, in one language. */
export type Words = ReturnType<typeof wordsIn>;

/** The report's words in each language. */
export const words: Readonly<Record<Language, Words>> = { en: wordsIn(inEnglish), es: wordsIn(inSpanish) };

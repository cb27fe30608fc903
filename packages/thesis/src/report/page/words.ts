import { inEnglish, inSpanish, type Language, type Say } from '../../language.js';

const wordsIn = (say: Say) => ({
  title: say('Interpreting a neural network, figure by figure', 'Interpretar una red neuronal, figura por figura'),
  lead: say(
    'Every figure, table and claim of the thesis “Implementación y análisis de algunos modelos de interpretación de redes neuronales” (I. M. Ramírez Bañales, CIMAT 2019), made anew with the @interp packages.',
    'Cada figura, tabla y afirmación de la tesis «Implementación y análisis de algunos modelos de interpretación de redes neuronales» (I. M. Ramírez Bañales, CIMAT 2019), hecha de nuevo con los paquetes @interp.',
  ),
  modes: {
    quick: say('quick run: shipped networks, small samples', 'corrida rápida: redes incluidas, muestras pequeñas'),
    full: say('full run: shipped networks, full samples', 'corrida completa: redes incluidas, muestras completas'),
    train: say('all networks trained from scratch', 'todas las redes entrenadas desde cero'),
  },
  sources: {
    mnist: say('digits of MNIST', 'dígitos de MNIST'),
    drawn: say(
      'MNIST is not here: digits drawn by code stand in for it',
      'MNIST no está aquí: la sustituyen dígitos dibujados por programa',
    ),
  },
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
  columns: {
    thesisLike: say('Thesis-like network', 'Red como la de la tesis'),
    today: say('Today’s network', 'Red de hoy'),
  },
  columnsLead: say(
    'Each is drawn with two networks: one trained as the thesis trained its own, to the same accuracy, and one trained as one would today. What differs only in the second is the training’s doing.',
    'Cada una se hace con dos redes: una entrenada como la tesis entrenó la suya, con la misma precisión, y otra entrenada como se haría hoy. Lo que difiere solo en la segunda es obra del entrenamiento.',
  ),
  both: say('Both networks', 'Ambas redes'),
  same: say('(the same: no network differs)', '(lo mismo: ninguna red cambia)'),
  picture: say('its picture', 'su imagen'),
  samePicture: say('(the same picture)', '(la misma imagen)'),
  cause: say('Why', 'Por qué'),
  charts: say('What explains it', 'Lo que lo explica'),
  computing: say('of computing', 'de cómputo'),
  key: say(
    'First the thesis-like network, then today’s. ✓ agrees: all holds that the thesis shows, as listed at each figure. ≈ partly: the first of it. ✗ differs: not even that. – shown: a diagram, nothing to compare.',
    'Primero la red como la de la tesis, luego la de hoy. ✓ coincide: se cumple todo lo que muestra la tesis, enumerado en cada figura. ≈ en parte: lo primero. ✗ difiere: ni eso. – se muestra: un diagrama, sin nada que comparar.',
  ),
  marks: { agrees: '✓', partly: '≈', differs: '✗', drawn: '–', failed: '!' },
  chapters: [
    say('Neural networks for classification', 'Redes neuronales para clasificación'),
    say('Techniques of interpretation and explanation', 'Técnicas de interpretación y explicación'),
    say('The techniques at work on MNIST', 'Las técnicas aplicadas a MNIST'),
    say('Conclusions', 'Conclusiones'),
  ],
  summary: say('Summary', 'Resumen'),
  figures: say('Figures and tables', 'Figuras y tablas'),
  claims: say('Claims of the text', 'Afirmaciones del texto'),
  claimsLead: say(
    'What the thesis says without a figure, each decided by an experiment of its own.',
    'Lo que la tesis dice sin figura, decidido cada vez por un experimento propio.',
  ),
  networks: say('Networks', 'Redes'),
  network: say('network', 'red'),
  trainings: say('Trainings', 'Entrenamientos'),
  figure: say('Figure', 'Figura'),
  table: say('Table', 'Tabla'),
  text: say('Text', 'Texto'),
  claim: say('Claim', 'Afirmación'),
  chart: say('Chart', 'Gráfica'),
  what: say('What', 'Qué'),
  thesis: say('Thesis', 'Tesis'),
  ours: say('Ours', 'Aquí'),
  difference: say('Difference', 'Diferencia'),
  then: say('s then', 's antes'),
  now: say('s now', 's ahora'),
  verdict: say('Verdict', 'Veredicto'),
  holds: (held: readonly number[], of: number) =>
    say(`conditions: ${held.join(' and ')} of ${of} hold`, `condiciones: se cumplen ${held.join(' y ')} de ${of}`),
  numbers: say('numbers', 'números'),
  how: say('how it was made', 'cómo se hizo'),
  command: say('command', 'comando'),
  seed: say('seed', 'semilla'),
  backend: 'backend',
  versions: say('versions', 'versiones'),
  weights: say('weights (SHA-256)', 'pesos (SHA-256)'),
  data: say('raw data', 'datos'),
  seconds: say('seconds', 'segundos'),
  secondsThen: say('seconds in the thesis', 'segundos en la tesis'),
  chapter: say('Chapter', 'Capítulo'),
  failed: say('This figure failed', 'Esta figura falló'),
  origin: say('origin', 'origen'),
  shipped: say('ships with @interp/pretrained', 'viene con @interp/pretrained'),
  file: say('a file of yours, or trained in this run', 'un archivo propio, o entrenada en esta corrida'),
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

/** What a figure's number is called: `3.1`, `Table 4.1`, `Claim 3.2 b`. */
export const labelOfNumber = (number: string, w: Words): string => {
  const [, kind, rest] = /^(table|text|claim|chart),? (.*)$/.exec(number) ?? [];
  if (kind === undefined) return /^train /.test(number) ? number.slice('train '.length) : number;
  return kind === 'chart' ? w.chart : `${w[kind as 'table' | 'text' | 'claim']} ${rest}`;
};

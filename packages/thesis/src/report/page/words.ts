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
  computing: say('of computing', 'de cómputo'),
  key: say(
    'agrees: ours shows what the thesis shows. partly: some of it. differs: it does not; the caption says how. shown: there is nothing to compare.',
    'coincide: aquí se ve lo que muestra la tesis. en parte: algo de ello. difiere: no se ve; el pie de figura dice cómo. se muestra: no hay qué comparar.',
  ),
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
  what: say('What', 'Qué'),
  thesis: say('Thesis', 'Tesis'),
  ours: say('Ours', 'Aquí'),
  difference: say('Difference', 'Diferencia'),
  then: say('s then', 's antes'),
  now: say('s now', 's ahora'),
  verdict: say('Verdict', 'Veredicto'),
  how: say('How it was made', 'Cómo se hizo'),
  command: say('command', 'comando'),
  seed: say('seed', 'semilla'),
  backend: 'backend',
  versions: say('versions', 'versiones'),
  weights: say('weights (SHA-256)', 'pesos (SHA-256)'),
  data: say('raw data', 'datos'),
  seconds: say('seconds', 'segundos'),
  chapter: say('Chapter', 'Capítulo'),
  failed: say('This figure failed', 'Esta figura falló'),
  origin: say('origin', 'origen'),
  shipped: say('ships with @interp/pretrained', 'viene con @interp/pretrained'),
  trained: say('trained in this run', 'entrenada en esta corrida'),
  none: say('none', 'ninguno'),
  skip: say('To the summary', 'Al resumen'),
});

/** The report's own words, in one language. */
export type Words = ReturnType<typeof wordsIn>;

/** The report's words in each language. */
export const words: Readonly<Record<Language, Words>> = { en: wordsIn(inEnglish), es: wordsIn(inSpanish) };

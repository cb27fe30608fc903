import type { ReportLayout, SectionForm, Text } from '@interp/report';
import { columnNames, type ColumnName } from '../networks.js';

const columnTitles: Readonly<Record<ColumnName, Text>> = {
  thesisLike: { en: 'Thesis-like network', es: 'Red como la de la tesis' },
  today: { en: 'Today’s network', es: 'Red de hoy' },
};

const figuresAndTables: Text = { en: 'Figures and tables', es: 'Figuras y tablas' };
const claims: Text = { en: 'Claims of the text', es: 'Afirmaciones del texto' };

const chapters: readonly Text[] = [
  { en: 'Neural networks for classification', es: 'Redes neuronales para clasificación' },
  { en: 'Techniques of interpretation and explanation', es: 'Técnicas de interpretación y explicación' },
  { en: 'The techniques at work on MNIST', es: 'Las técnicas aplicadas a MNIST' },
  { en: 'Conclusions', es: 'Conclusiones' },
];

const chapterOf = (number: string): number => Number(/(\d)\.\d/.exec(number)?.[1] ?? 1);

const chapterSections = chapters.map(({ en, es }, i): SectionForm => ({
  id: `chapter-${i + 1}`,
  title: { en: `Chapter ${i + 1}. ${en}`, es: `Capítulo ${i + 1}. ${es}` },
  caption: figuresAndTables,
  has: ({ number, kind = 'figure' }) => kind === 'figure' && chapterOf(number) === i + 1,
}));

/** What the thesis is called. */
export const thesisTitle: Text = { en: 'Thesis', es: 'Tesis' };

/** What the report of the thesis says besides its figures. */
export const thesisLayout: ReportLayout = {
  title: {
    en: 'Interpreting a neural network, figure by figure',
    es: 'Interpretar una red neuronal, figura por figura',
  },
  lead: [
    {
      en: 'Every figure, table and claim of the thesis “Implementación y análisis de algunos modelos de interpretación de redes neuronales” (I. M. Ramírez Bañales, CIMAT 2019), made anew with the @interp packages.',
      es: 'Cada figura, tabla y afirmación de la tesis «Implementación y análisis de algunos modelos de interpretación de redes neuronales» (I. M. Ramírez Bañales, CIMAT 2019), hecha de nuevo con los paquetes @interp.',
    },
    {
      en: 'Each is drawn with two networks: one trained as the thesis trained its own, to the same accuracy, and one trained as one would today. What differs only in the second is the training’s doing.',
      es: 'Cada una se hace con dos redes: una entrenada como la tesis entrenó la suya, con la misma precisión, y otra entrenada como se haría hoy. Lo que difiere solo en la segunda es obra del entrenamiento.',
    },
  ],
  columns: columnNames.map((name) => ({
    name,
    title: columnTitles[name],
    ending: name === 'today' ? '-today' : '',
  })),
  allColumns: { en: 'Both networks', es: 'Ambas redes' },
  expected: {
    name: 'thesis',
    title: thesisTitle,
    seconds: { en: 'seconds in the thesis', es: 'segundos en la tesis' },
  },
  key: {
    en: 'First the thesis-like network, then today’s. ✓ agrees: all holds that the thesis shows, as listed at each figure. ≈ partly: the first of it. ✗ differs: not even that. – shown: a diagram, nothing to compare.',
    es: 'Primero la red como la de la tesis, luego la de hoy. ✓ coincide: se cumple todo lo que muestra la tesis, enumerado en cada figura. ≈ en parte: lo primero. ✗ difiere: ni eso. – se muestra: un diagrama, sin nada que comparar.',
  },
  sections: [
    { id: 'charts', title: { en: 'What explains it', es: 'Lo que lo explica' }, has: ({ kind }) => kind === 'chart' },
    ...chapterSections,
    {
      id: 'claims',
      title: claims,
      lead: {
        en: 'What the thesis says without a figure, each decided by an experiment of its own.',
        es: 'Lo que la tesis dice sin figura, decidido cada vez por un experimento propio.',
      },
      caption: claims,
      has: ({ kind }) => kind === 'claim',
    },
    { id: 'trainings', title: { en: 'Trainings', es: 'Entrenamientos' }, has: ({ kind }) => kind === 'network' },
  ],
  kinds: {
    figure: { list: 'figures' },
    claim: { list: 'claims', folded: true },
    chart: { list: 'charts' },
    network: { list: 'trainings', verdict: false },
  },
  origins: {
    shipped: { en: 'ships with @interp/pretrained', es: 'viene con @interp/pretrained' },
    file: {
      en: 'a file of yours, or trained in this run',
      es: 'un archivo propio, o entrenada en esta corrida',
    },
  },
  program: 'interp',
};

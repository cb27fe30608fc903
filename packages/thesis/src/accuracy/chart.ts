import { decimal, drawing, inBoth, percent, percentage, type Say, table, type Text } from '@interp/report';
import { mean } from '@interp/core/internal';
import { lineChart, stackCharts, type Line } from '@interp/viz';
import type { Figure } from '../figure.js';
import type { FigureContext } from '../context.js';
import { expertName, measureNetwork, type NetworkMeasures } from './measures.js';
import { points as shippedPoints } from './points.js';
import { pointsRecipe, trainedPoints, type TrainedPoint } from './trained-points.js';

/** What is drawn over the accuracy: a chart each. */
interface Panel {
  readonly title: Text;
  readonly value: (measures: NetworkMeasures) => number;
  readonly shown: (value: number) => string;
  /** The thesis' own. */
  readonly thesis?: number;
  readonly range?: readonly [number, number];
}

const panels: Readonly<Record<Exclude<keyof NetworkMeasures, 'accuracy'>, Panel>> = {
  misread: {
    title: { en: 'segment digits misread, of 10', es: 'segmentos mal leídos, de 10' },
    value: ({ misread }) => misread,
    shown: (value) => decimal(value, 1),
    thesis: 4,
    range: [0, 6],
  },
  expert: {
    title: { en: 'P(5) of Figure 3.5', es: 'P(5) de la Figura 3.5' },
    value: ({ expert }) => expert,
    shown: (value) => value.toFixed(3),
    thesis: 0.0535,
    range: [0, 1],
  },
  onStrokes: {
    title: { en: 'relevance on the strokes, %', es: 'relevancia en los trazos, %' },
    value: ({ onStrokes }) => 100 * onStrokes,
    shown: (value) => `${value.toFixed(0)} %`,
    range: [0, 100],
  },
  rho: {
    title: { en: 'ρ of DeepFool', es: 'ρ de DeepFool' },
    value: ({ rho }) => rho,
    shown: (value) => value.toFixed(3),
    range: [0, 0.4],
  },
  letters: {
    title: { en: 'sureness of letters, mean P', es: 'seguridad ante letras, P media' },
    value: ({ letters }) => letters,
    shown: (value) => value.toFixed(2),
    range: [0, 1],
  },
};

/** The means of some networks. */
const meansOf = (points: readonly TrainedPoint[]): NetworkMeasures => {
  const names = ['accuracy', ...Object.keys(panels)] as (keyof NetworkMeasures)[];
  const means = names.map((name) => [name, mean(points.map((point) => point[name]))]);
  return Object.fromEntries(means) as Record<keyof NetworkMeasures, number>;
};

/** The means over the seeds of networks that were trained alike and as long. */
interface Row {
  readonly augmented: boolean;
  readonly name: Text;
  readonly means: NetworkMeasures;
}

/** Mean measures after each epoch at which the networks were measured, without augmentation and with it. */
const rowsOf = (points: readonly TrainedPoint[]): readonly Row[] =>
  [false, true].flatMap((augmented) =>
    [...new Set(points.map(({ epoch }) => epoch))].map((epoch) => ({
      augmented,
      name: augmented
        ? { en: `with augmentation, epoch ${epoch}`, es: `con aumento de datos, época ${epoch}` }
        : { en: `digits as they are, epoch ${epoch}`, es: `dígitos sin alterar, época ${epoch}` },
      means: meansOf(points.filter((point) => point.augmented === augmented && point.epoch === epoch)),
    })),
  );

const lineOf = (name: string, some: readonly NetworkMeasures[], { value }: Panel): Line => ({
  name,
  x: some.map(({ accuracy }) => 100 * accuracy),
  y: some.map(value),
});

const chartOf = async (rows: readonly Row[], own: NetworkMeasures | undefined, say: Say): Promise<string> => {
  const [plain, moved] = [false, true].map((augmented) =>
    rows.filter((row) => row.augmented === augmented).map(({ means }) => means),
  );
  const charts: string[] = [];
  for (const panel of Object.values(panels)) {
    const lines = [
      lineOf(say('digits as they are', 'dígitos sin alterar'), plain, panel),
      lineOf(say('with augmentation', 'con aumento de datos'), moved, panel),
      ...(own ? [lineOf(say('this network', 'esta red'), [own], panel)] : []),
      ...(panel.thesis === undefined ? [] : [{ name: say('thesis', 'tesis'), x: [96], y: [panel.thesis] }]),
    ];
    charts.push(
      await lineChart(lines, {
        xTitle: say('test digits right, %', 'aciertos en los dígitos de prueba, %'),
        yTitle: say(panel.title.en, panel.title.es),
        yRange: panel.range,
        compact: true,
        width: 178,
        height: 110,
      }),
    );
  }
  return stackCharts(charts, { direction: 'row' });
};

const cellsOf = (measures: NetworkMeasures): readonly string[] => [
  percent(measures.accuracy),
  ...Object.values(panels).map(({ value, shown }) => shown(value(measures))),
];

/** MNIST is needed: digits drawn by code are another test. */
const ownMeasures = async (context: FigureContext): Promise<NetworkMeasures | undefined> =>
  context.source === 'mnist' ? measureNetwork(await context.classifier(), context) : undefined;

/** What the thesis found of its network, over the accuracy of networks as they are trained. */
export const accuracyChart: Figure = {
  number: 'chart, accuracy',
  kind: 'chart',
  title: {
    en: 'What better training does to what the thesis found',
    es: 'Qué cambia un mejor entrenamiento de lo que encontró la tesis',
  },
  expected: { en: '96 % right; 4 misread, P 0.0535', es: '96 % de aciertos; 4 mal leídos, P 0.0535' },
  digits: true,
  weight: 5,
  command: 'reproduce --only "chart accuracy"',
  draw: async (context) => {
    const points = context.mode === 'train' ? await trainedPoints(context) : shippedPoints;
    const own = await ownMeasures(context);
    const rows = rowsOf(points);
    const half = rows.length / 2;
    const [first, last, moved] = [rows[0].means, rows[half - 1].means, rows[rows.length - 1].means];
    const { seeds, digits, measuredAfter } = pointsRecipe;
    const said = own ?? last;
    return {
      pictures: drawing('chart-accuracy', await inBoth((say) => chartOf(rows, own, say)), {
        en: 'Five charts over the accuracy on the test digits: misread seven-segment digits, P of Figure 3.5, relevance on strokes, ρ of DeepFool, sureness of letters.',
        es: 'Cinco gráficas según los aciertos en los dígitos de prueba: dígitos de siete segmentos mal leídos, P de la Figura 3.5, relevancia en los trazos, ρ de DeepFool, seguridad ante letras.',
      }),
      tables: table(
        'chart-accuracy',
        { en: 'Means over three seeds', es: 'Medias de tres semillas' },
        [
          { en: 'networks', es: 'redes' },
          { en: 'test digits right', es: 'aciertos en los dígitos de prueba' },
          ...Object.values(panels).map(({ title }) => title),
        ],
        [
          ...rows.map(({ name, means }) => [name, ...cellsOf(means)]),
          ...(own ? [[{ en: 'this network', es: 'esta red' }, ...cellsOf(own)]] : []),
        ],
      ),
      data: { points, own },
      ours: {
        en: `${percent(said.accuracy)} right: ${decimal(said.misread, own ? 0 : 1)} misread, P ${said.expert.toFixed(4)}, ${percentage(said.onStrokes)} on strokes`,
        es: `${percent(said.accuracy)} de aciertos: ${decimal(said.misread, own ? 0 : 1)} mal leídos, P ${said.expert.toFixed(4)}, ${percentage(said.onStrokes)} en los trazos`,
      },
      caption: {
        en: `${2 * seeds.length} networks, trained on ${decimal(digits)} digits with and without augmentation from ${seeds.length} seeds, each measured after ${measuredAfter.join(', ')} epochs${context.mode === 'train' ? ' in this run' : ' when this version was made (interp reproduce --train trains and measures them again)'}; “this network” is measured now. Lines join the means over the seeds. From ${percent(first.accuracy)} to ${percent(last.accuracy)} without augmentation, misread seven-segment digits go from ${decimal(first.misread, 1)} to ${decimal(last.misread, 1)} on the average, and with it to ${decimal(moved.misread, 1)} at ${percent(moved.accuracy)}; P of Figure 3.5 from ${first.expert.toFixed(3)} to ${last.expert.toFixed(3)} and ${moved.expert.toFixed(3)}, by ${expertName} for every network, so that they differ in nothing else (Figure 3.5 itself takes each column’s own expert); the share of relevance on strokes from ${percentage(first.onStrokes)} to ${percentage(last.onStrokes)} and ${percentage(moved.onStrokes)}. Letters are those that seven segments can show.`,
        es: `${2 * seeds.length} redes, entrenadas con ${decimal(digits)} dígitos, con y sin aumento de datos, desde ${seeds.length} semillas, cada una medida tras ${measuredAfter.join(', ')} épocas${context.mode === 'train' ? ' en esta corrida' : ' al hacerse esta versión (interp reproduce --train las entrena y mide de nuevo)'}; «esta red» se mide ahora. Las líneas unen las medias de las semillas. De ${percent(first.accuracy)} a ${percent(last.accuracy)} sin aumento de datos, los dígitos de siete segmentos mal leídos pasan de ${decimal(first.misread, 1)} a ${decimal(last.misread, 1)} en promedio, y con él a ${decimal(moved.misread, 1)} con ${percent(moved.accuracy)}; la P de la Figura 3.5, de ${first.expert.toFixed(3)} a ${last.expert.toFixed(3)} y ${moved.expert.toFixed(3)}, con ${expertName} para todas las redes, de modo que no difieran en nada más (la Figura 3.5 misma toma el experto de cada columna); la parte de la relevancia en los trazos, de ${percentage(first.onStrokes)} a ${percentage(last.onStrokes)} y ${percentage(moved.onStrokes)}. Las letras son las que siete segmentos pueden mostrar.`,
      },
      numbers: own ? { ...own } : {},
    };
  },
};

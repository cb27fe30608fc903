import { checkGivenText, InterpError } from '@interp/checks';
import {
  drawFigure as draw,
  figureText as textOfFigure,
  same,
  type DrawnFigure,
  type Language,
  type Text,
} from '@interp/report';
import type { Figure } from './figure.js';
import { thesisTitle } from './report/layout.js';
import { accuracyChart } from './accuracy/chart.js';
import type { FigureContext } from './context.js';
import {
  activationFigure,
  architectureFigure,
  rbmFigure,
  notationFigure,
  relevanceFlowFigure,
  smallNetworkFigure,
} from './figures/diagrams.js';
import { bestLambdaClaim } from './claims/best-lambda.js';
import { blankLeadClaim } from './claims/blank-lead.js';
import { decoderRatesClaim } from './claims/decoder-rates.js';
import { expertStartsClaim } from './claims/expert-starts.js';
import { faithfulMapsClaim } from './claims/faithful-maps.js';
import { lossSpeedClaim } from './claims/loss-speed.js';
import { negativeShareClaim } from './claims/negative-share.js';
import { oddOnesClaim } from './claims/odd-ones.js';
import { spreadRelevanceClaim } from './claims/spread-relevance.js';
import { straightStrokesClaim } from './claims/straight-strokes.js';
import { sureOfRejectedClaim } from './claims/sure-of-rejected.js';
import { tinyPerturbationsClaim } from './claims/tiny-perturbations.js';
import { accuracyTable } from './figures/chapter-1/accuracy.js';
import { classifiedFigure } from './figures/chapter-1/classified.js';
import { sampleDigitsFigure } from './figures/chapter-1/sample-digits.js';
import { generatorHistoryFigure } from './figures/chapter-2/generator-history.js';
import { gibbsFigure } from './figures/chapter-2/gibbs.js';
import { amPrototypesFigure } from './figures/chapter-3/am-prototypes.js';
import { backgroundFigure } from './figures/chapter-3/background.js';
import { contrastedFigure } from './figures/chapter-3/contrasted.js';
import { decoderPrototypesFigure, oddPrototypeFigure } from './figures/chapter-3/decoder.js';
import { expertFromNoiseFigure, expertFromRealFigure } from './figures/chapter-3/expert.js';
import { fromRealFigure } from './figures/chapter-3/from-real.js';
import { tenHeatmapsFigure, threeHeatmapsFigure } from './figures/chapter-3/heatmaps.js';
import { likelihoodsTable } from './figures/chapter-3/likelihoods.js';
import { sensitivityMapsFigure } from './figures/chapter-3/sensitivity-maps.js';
import { adversarialFigure } from './figures/chapter-4/adversarial-examples.js';
import { historiesFigure } from './figures/chapter-4/histories.js';
import { retrainingTable } from './figures/chapter-4/retraining.js';
import { secondsTable } from './figures/chapter-4/seconds.js';
import { segmentsTable } from './figures/chapter-4/segments-table.js';
import { segmentColumnsFigure, segmentDigitsFigure } from './figures/chapter-4/seven-segments.js';

/** Every figure and table, in the order of the thesis. */
const inOrder: readonly Figure[] = [
  smallNetworkFigure,
  notationFigure,
  activationFigure,
  sampleDigitsFigure,
  architectureFigure,
  accuracyTable,
  classifiedFigure,
  rbmFigure,
  gibbsFigure,
  generatorHistoryFigure,
  relevanceFlowFigure,
  amPrototypesFigure,
  contrastedFigure,
  backgroundFigure,
  fromRealFigure,
  likelihoodsTable,
  expertFromNoiseFigure,
  expertFromRealFigure,
  decoderPrototypesFigure,
  oddPrototypeFigure,
  threeHeatmapsFigure,
  tenHeatmapsFigure,
  sensitivityMapsFigure,
  segmentDigitsFigure,
  segmentColumnsFigure,
  segmentsTable,
  adversarialFigure,
  retrainingTable,
  historiesFigure,
  secondsTable,
];

/** The charts that close the report's summary: what explains the differences between its columns. */
const charts: readonly Figure[] = [accuracyChart];

/** The claims of the text, each with the experiment that decides it, in their order. */
const claims: readonly Figure[] = [
  lossSpeedClaim,
  faithfulMapsClaim,
  bestLambdaClaim,
  sureOfRejectedClaim,
  blankLeadClaim,
  expertStartsClaim,
  oddOnesClaim,
  spreadRelevanceClaim,
  negativeShareClaim,
  straightStrokesClaim,
  tinyPerturbationsClaim,
  decoderRatesClaim,
];

const kindWords: Readonly<Record<string, Text>> = {
  table: { en: 'Table', es: 'Tabla' },
  text: { en: 'Text', es: 'Texto' },
  claim: { en: 'Claim', es: 'Afirmación' },
};

/** What a figure's number is called: `3.1`, `Table 4.1`, `Claim 3.2b`. */
const labelOf = (number: string): Text => {
  if (number.startsWith('chart')) return { en: 'Chart', es: 'Gráfica' };
  const [, kind, rest] = /^(table|text|claim),? (.*)$/.exec(number) ?? [];
  if (kind === undefined) return same(number);
  const { en, es } = kindWords[kind];
  return { en: `${en} ${rest}`, es: `${es} ${rest}` };
};

/** Every figure and table of the thesis in its order, then the claims of its text and the chart of accuracy, by their numbers: `figures['3.7']`. */
export const figures: Readonly<Record<string, Figure>> = Object.fromEntries(
  [...inOrder, ...claims, ...charts].map((figure) => [figure.number, { label: labelOf(figure.number), ...figure }]),
);

const plain = (text: string): string => {
  checkGivenText('the number', text, 'as 2.14');
  return text.toLowerCase().replace(/[\s,]+/g, '');
};

/**
 * The figure, table or claim that a number means.
 *
 * @param number - as `3.7`, `table 4.1`, `Claim 3.2a`
 * @returns it; undefined where there is none
 */
export const figureOf = (number: string): Figure | undefined =>
  Object.values(figures).find((figure) => plain(figure.number) === plain(number));

const isMeant = ({ number, kind = 'figure' }: Figure, wanted: string): boolean =>
  plain(number) === plain(wanted) || `${kind}s` === wanted || (/^3\.3[ab]$/.test(wanted) && number === '3.3');

/** The requested figures, in order: by numbers, `figures` or `claims`; all by default. Throws `bad-option` for others. */
export const chooseFigures = (only?: readonly string[]): readonly Figure[] => {
  const all = Object.values(figures);
  if (!only) return all;
  const unknown = only.find((wanted) => !all.some((figure) => isMeant(figure, wanted)));
  if (unknown !== undefined)
    throw new InterpError(
      'bad-option',
      `${JSON.stringify(unknown)} is not there; expected figures, claims, or some of ${all.map(({ number }) => number.replace(',', '')).join(', ')}`,
    );
  return all.filter((figure) => only.some((wanted) => isMeant(figure, wanted)));
};

/**
 * Draws a figure, a table or a claim.
 *
 * @param number - its number in the thesis, as `3.7`, `table 4.1`, `claim 3.2a`
 * @param context - networks, digits and seed; borrowed
 * @returns pictures, tables, numbers, words, and the verdict on the numbers
 * @throws InterpError `bad-option` for an unknown number; the signal's reason if it was stopped; what the figure throws
 *
 * @example
 * ```ts
 * import { drawFigure, thesisContext } from '@interp/thesis';
 *
 * const context = await thesisContext({ seed: 0 });
 * const { pictures, numbers } = await drawFigure('3.7', context);
 * console.log(pictures[0].svg, numbers);
 * await context.dispose();
 * ```
 */
export const drawFigure = async (number: string, context: FigureContext): Promise<DrawnFigure> => {
  const [figure, ...others] = chooseFigures([number]);
  if (others.length > 0)
    throw new InterpError('bad-option', `${JSON.stringify(number)} is several figures; expected the number of one`);
  return draw(figure, context);
};

/**
 * What came out of a figure as lines of text: its tables, our result beside the thesis', the verdict, and what there is to say of it.
 *
 * @param figure - the figure
 * @param result - what `drawFigure` made of it
 * @param language - of the words
 * @returns the lines
 */
export const figureText = (figure: Figure, result: DrawnFigure, language: Language): string =>
  textOfFigure(figure, result, language, thesisTitle);

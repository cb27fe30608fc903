import { same, type Figure as AnyFigure, type Say, type Text } from '@interp/report';
import type { FigureContext } from './context.js';

/** A figure, a table or a claim of the thesis that our packages can draw, count or decide. */
export interface Figure extends AnyFigure<FigureContext> {
  /** Its kind: a figure or table, a claim of the text with the experiment that decides it, a chart that closes the summary, or the training of a network. Default `figure`. */
  readonly kind?: 'figure' | 'claim' | 'chart' | 'network';
  /** Whether it shows or counts images of MNIST, which drawn digits replace if MNIST is not available. Default false. */
  readonly digits?: boolean;
}

/** What the three methods are called in a picture: AM, expert, decoder. */
export const methodWords = (say: Say): readonly [am: string, expert: string, decoder: string] => [
  'AM',
  say('expert', 'experto'),
  say('decoder', 'decodificador'),
];

/** Class numbers 0 to 9 as heads of columns. */
export const classHeads: readonly Text[] = Array.from({ length: 10 }, (_, c) => same(String(c)));

/** The thesis, as the name of a row. */
export const thesisWord: Text = { en: 'thesis', es: 'tesis' };

import type { Text } from '@interp/report';
import type { DrawingContexts, OpenContexts, ServedFigures } from '@interp/report/node';
import * as tf from '@tensorflow/tfjs-core';
import type { FigureContext, ThesisContext } from '../context.js';
import { figures } from '../figures.js';
import { networkName, nodeContexts, type ContextSettings } from '../node-context.js';
import { trainings } from './trainings.js';

/** What figures of the report are drawn from. */
type ReportContext = FigureContext & DrawingContexts['columns'][string];

const standIn: Text = {
  en: 'MNIST is not here: digits drawn by code stand in for it, so that these numbers are not those of handwriting.',
  es: 'MNIST no está aquí: la sustituyen dígitos dibujados por programa, así que estos números no son los de la escritura a mano.',
};

const ofReport = (context: ThesisContext): ReportContext => ({
  ...context,
  names: Object.fromEntries(Object.entries(context.names).map(([role, place]) => [role, networkName(place)])),
});

/** Opens the contexts of both columns for the report. */
export const openContexts =
  (settings: ContextSettings): OpenContexts<ReportContext> =>
  async (driving) => {
    const { thesisLike, today, dispose } = await nodeContexts(settings, driving);
    const { source } = thesisLike;
    return {
      columns: { thesisLike: ofReport(thesisLike), today: ofReport(today) },
      backend: () => tf.getBackend(),
      tell: ({ number, command }) => ({
        command: command.replaceAll('mnist:', `${source}:`),
        note: figures[number]?.digits && source === 'drawn' ? standIn : undefined,
      }),
      dispose,
    };
  };

/** Everything that a thread of the report may be asked to draw. */
export const served = (folder: string, settings: ContextSettings): ServedFigures<ReportContext> => ({
  figures: [...trainings(folder), ...Object.values(figures)],
  open: openContexts(settings),
});

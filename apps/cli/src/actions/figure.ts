import { extname } from 'node:path';
import { startBackendOf } from '../shell/backend.js';
import type { FigureOptions } from '../commands/figure.js';
import { allDiagrams } from '../diagrams/all-diagrams.js';
import { architectureOfFile } from '../diagrams/architecture.js';
import type { DrawnDiagram } from '../diagrams/diagram.js';
import { Interrupted, UsageError } from '../shell/failure.js';
import type { Job } from '../shell/job.js';
import { inSpanish } from '../shell/language.js';
import type { Outcome } from '../shell/result.js';

const wayTo = (figure: string, job: Job<FigureOptions>): (() => DrawnDiagram | Promise<DrawnDiagram>) => {
  if (Object.hasOwn(allDiagrams, figure)) return () => allDiagrams[figure](job);
  if (extname(figure) === '.json') return () => architectureOfFile(figure);
  throw new UsageError(
    `there is no diagram ${JSON.stringify(figure)}; expected ${Object.keys(allDiagrams).join(', ')} or a model.json; interp reproduce --only draws other figures`,
  );
};

/** Draws a diagram. */
export const figure = async (wanted: string, job: Job<FigureOptions>): Promise<Outcome> => {
  const draw = wayTo(wanted, job);
  await startBackendOf(job);
  if (job.signal.aborted) throw new Interrupted('interrupted before anything was drawn');
  const { picture, data, text, tensors } = await draw();
  const inItsLanguage = job.options.lang === 'es' ? () => picture(inSpanish) : picture;
  return { json: data, text, picture: inItsLanguage, ...(tensors && { tensors }) };
};

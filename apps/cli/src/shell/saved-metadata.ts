import type { Result } from './job.js';

/** Options that say where results go and how the work is done: nothing that the tensors depend on. */
const aside = 'out save csv json quiet verbose workers data model method labels showInput'.split(' ');

/**
 * What saved tensors are of, as metadata of their file: the names of the inputs, the model and the names of its classes, the method and its
 * options.
 *
 * @param result - of a command
 * @param options - those of the command
 */
export const savedMetadata = (
  { inputs = [], labels, metadata = [] }: Pick<Result, 'inputs' | 'labels' | 'metadata'>,
  options: object,
): readonly (readonly [string, string])[] => {
  const { model, method } = options as { readonly model?: unknown; readonly method?: unknown };
  const others = Object.entries(options).filter(([name, value]) => value !== undefined && !aside.includes(name));
  return [
    ...metadata,
    ['inputs', JSON.stringify(inputs)],
    ...(labels ? [['labels', JSON.stringify(labels)] as const] : []),
    ...(typeof model === 'string' ? [['model', model] as const] : []),
    ...(typeof method === 'string' ? [['method', method] as const] : []),
    ...(metadata.some(([name]) => name === 'options')
      ? []
      : [['options', JSON.stringify(Object.fromEntries(others))] as const]),
  ];
};

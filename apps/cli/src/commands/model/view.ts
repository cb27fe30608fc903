import { plainText } from '@interp/checks';
import type { ModelDescription } from '@interp/files';
import type { ModelSettings } from '@interp/files/node';
import type { SupportedExplanations } from '@interp/lrp';
import { table } from '../../shell/terminal/table.js';

/** What there is to be said of a model. */
export interface ModelReport extends ModelDescription {
  /** The format of its file. */
  readonly format: string;
  /** Methods: true, or why not. */
  readonly methods: SupportedExplanations & Readonly<Record<'attack' | 'prototype', true | string>>;
  /** What is known of it besides. */
  readonly settings: ModelSettings;
}

const shapeText = ([, ...sizes]: ModelDescription['inputs'][number]['shape']): string =>
  `[${sizes.map((one) => one ?? '?').join(', ')}]`;

/** Inputs or outputs, with their names where there are several. */
const named = <One extends { readonly name: string }>(all: readonly One[], textOf: (one: One) => string): string =>
  all.map((one) => (all.length > 1 ? `${plainText(one.name, 60)} ${textOf(one)}` : textOf(one))).join(', ');

const returnedText = ({ scores, classes, shape }: ModelDescription['outputs'][number]): string =>
  scores === 'none' || shape.length !== 2
    ? `${scores === 'none' ? 'values' : scores} ${shapeText(shape)}`
    : `${scores} of ${classes} ${classes === 1 ? 'class' : 'classes'}`;

/** A model for people. */
export const modelText = ({
  format,
  inputs,
  outputs,
  layers,
  parameters,
  multiplications,
  methods,
  settings,
}: ModelReport): string => {
  const { labels, ...others } = settings;
  const said = Object.entries({ ...others, ...(labels && { labels: `${labels.length} names` }) });
  return [
    table([
      ['layer', 'type', 'output', 'weights'],
      ...layers.map(({ name, type, outputShape, parameters: own }) => [
        name,
        type,
        shapeText(outputShape),
        String(own),
      ]),
    ]),
    '',
    `${format}; takes ${named(inputs, ({ shape }) => shapeText(shape))}, returns ${named(outputs, returnedText)}`,
    `${parameters.toLocaleString('en')} weights, ${multiplications.toLocaleString('en')} multiplications an image`,
    ...Object.entries(methods).map(([name, works]) => `${name}: ${works === true ? 'yes' : `no: ${works}`}`),
    said.length > 0
      ? said.map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`).join('; ')
      : `pixels are from -1 to 1${format === 'built-in' ? '' : ', as nothing else is said (--bounds, --mean, --std)'}`,
  ].join('\n');
};

import { lineChart, stackCharts } from '@interp/viz';
import * as tf from '@tensorflow/tfjs-core';
import type { Diagram } from './diagram.js';

const functions: Readonly<Record<string, (x: tf.Tensor1D) => tf.Tensor1D>> = {
  identity: (x) => tf.clone(x),
  ReLU: (x) => tf.relu(x),
  softplus: (x) => tf.softplus(x),
  logistic: (x) => tf.sigmoid(x),
};

const spanish: Readonly<Record<string, string>> = { identity: 'identidad', logistic: 'logística' };
const inSpanish = (name: string): string => spanish[name] ?? name;

const steps = 120;
const end = 3;
const size = { width: 100, height: 110, xTitle: 'z', yRange: [-end, end], compact: true } as const;

/** Figure 1.3: four activation functions, as the backend computes them. */
export const activationFunctions = (): Diagram<Readonly<Record<string, readonly number[]>>> => {
  const x = Array.from({ length: steps + 1 }, (_, i) => (2 * end * i) / steps - end);
  const lines = Object.entries(functions).map(([name, apply]) => ({
    name,
    x,
    y: tf.tidy(() => Array.from(apply(tf.tensor1d(x)).dataSync<'float32'>())),
  }));
  return {
    picture: async (say) => {
      const named = lines.map((line) => ({ ...line, name: say(line.name, inSpanish(line.name)) }));
      const names = named.map(({ name }) => name);
      const charts = await Promise.all(named.map((line) => lineChart([line], { ...size, title: line.name })));
      const label = `${say('Activation functions', 'Funciones de activación')}: ${names.join(', ')}`;
      return `${stackCharts(charts, { direction: 'row', label })}\n`;
    },
    data: { x, ...Object.fromEntries(lines.map(({ name, y }) => [name, y])) },
    text: (say) =>
      lines
        .map(({ name, y }) => {
          const [first, last] = [y[0], y[steps]].map((value) => value.toFixed(3));
          return say(
            `${name}: ${first} at -${end}, ${last} at ${end}`,
            `${inSpanish(name)}: ${first} en -${end}, ${last} en ${end}`,
          );
        })
        .join('\n'),
  };
};

import type { Rbm } from '@interp/rbm';
import { bipartiteGraph } from '@interp/viz';
import type { Diagram } from './diagram.js';

const most = 4;

/** Figure 2.1: an RBM, borrowed, as a bipartite graph, with the visible units that have the largest weights. */
export const boltzmannMachine = ({
  visible,
  hidden,
  parameters: { weights },
}: Rbm): Diagram<{
  readonly visible: number;
  readonly hidden: number;
  readonly shown: readonly number[];
  readonly weights: readonly (readonly number[])[];
}> => {
  const largest = Array.from({ length: visible }, (_, i) =>
    weights.subarray(i * hidden, (i + 1) * hidden).reduce((most, weight) => Math.max(most, Math.abs(weight)), 0),
  );
  const shown = largest
    .map((_, unit) => unit)
    .sort((one, other) => largest[other] - largest[one])
    .slice(0, most)
    .sort((one, other) => one - other);
  return {
    picture: (say) =>
      bipartiteGraph(
        { visible, hidden, weights },
        {
          shown,
          title: say(
            `${visible} visible and ${hidden} hidden units, ${visible * hidden} weights`,
            `${visible} unidades visibles y ${hidden} ocultas, ${visible * hidden} pesos`,
          ),
          layerTitles: [say('visible', 'visibles'), say('hidden', 'ocultas')],
        },
      ),
    data: {
      visible,
      hidden,
      shown,
      weights: shown.map((unit) => Array.from(weights.subarray(unit * hidden, (unit + 1) * hidden))),
    },
    text: (say) =>
      say(
        `${visible} visible and ${hidden} hidden units; drawn are the visible ones with the largest weights`,
        `${visible} unidades visibles y ${hidden} ocultas; se dibujan las visibles de mayores pesos`,
      ) + `: ${shown.map((unit) => unit + 1).join(', ')}`,
  };
};

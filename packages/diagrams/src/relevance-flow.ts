import { brief, textTable } from '@interp/report';
import type { Classifier } from '@interp/core';
import { float32Entry } from '@interp/files';
import { sizeOfShape } from '@interp/core/internal';
import { lrp, type LedgerRow } from '@interp/lrp';
import { relevanceDiagram, type RelevanceDiagramData } from '@interp/viz';
import * as tf from '@tensorflow/tfjs-core';
import type { Diagram } from './diagram.js';

/** Height and width in which so many values are shown: as near to a square as they can be. */
const gridOf = (count: number): [rows: number, columns: number] => {
  let rows = Math.floor(Math.sqrt(count));
  while (count % rows !== 0) rows--;
  return [rows, count / rows];
};

const imageShape = (shape: readonly number[]): number[] =>
  shape.length === 4 ? [...shape] : [1, ...gridOf(sizeOfShape(shape)), 1];

/** The relevance of one image at the output of each layer, and at the pixels. */
const explain = (classifier: Classifier, image: tf.Tensor4D) => {
  const names = tf.tidy(() => lrp(classifier, image).ledger[0].map(({ layer }) => layer));
  const { relevance, layers, ledger, targets, scores } = lrp(classifier, image, { keep: names });
  const read = (tensor: tf.Tensor): Float32Array => Float32Array.from(tensor.dataSync<'float32'>());
  const map = (tensor: tf.Tensor): Omit<RelevanceDiagramData['input'], 'name'> => ({
    detail: tensor.shape.slice(1).join(' × '),
    map: { data: read(tensor), shape: imageShape(tensor.shape) },
  });
  const drawing = {
    ledger: ledger[0],
    layers: Object.fromEntries([...layers].map(([layer, tensor]) => [layer, map(tensor)])),
  };
  const pixels = map(relevance);
  const values = read(relevance);
  tf.dispose([relevance, ...layers.values()]);
  return { drawing, pixels, target: targets[0], score: scores[0], relevance: values };
};

/**
 * Figure 2.4: relevance on its way back through the network, with the sums of one image's ledger.
 *
 * @param classifier - the network; borrowed, and not needed for the picture
 * @param image - one image, `[1, ...inputShape]`; borrowed
 * @param input - what the image is called
 * @returns the diagram
 */
export const relevanceFlow = (
  classifier: Classifier,
  image: tf.Tensor4D,
  input: string,
): Diagram<{ readonly input: string; readonly class: number; readonly ledger: readonly LedgerRow[] }> => {
  const { drawing, pixels, target, score, relevance } = explain(classifier, image);
  const { ledger } = drawing;
  return {
    picture: (say) =>
      relevanceDiagram(
        {
          ...drawing,
          input: { name: say('input', 'entrada'), ...pixels },
          score: { name: say(`logit of ${target}`, `logit de ${target}`), detail: brief(score) },
        },
        {
          title: say(
            'Relevance from the score back to the pixels (LRP, α = 2, β = 1)',
            'Relevancia del puntaje de regreso a los pixeles (LRP, α = 2, β = 1)',
          ),
          lossNames: {
            bias: say('biases', 'sesgos'),
            stabiliser: say('stabiliser', 'estabilizador'),
            empty: say('empty branches', 'ramas vacías'),
          },
        },
      ),
    data: { input, class: target, ledger },
    text: (say) =>
      textTable([
        [
          ...[say('layer', 'capa'), say('in', 'entra'), say('out', 'sale'), say('bias', 'sesgo')],
          ...[say('stabiliser', 'estabilizador'), say('empty', 'vacías')],
        ],
        ...ledger.map((row) => [row.layer, ...[row.in, row.out, row.bias, row.stabiliser, row.empty].map(brief)]),
      ]),
    tensors: [['relevance', float32Entry([1, ...classifier.inputShape], relevance)]],
  };
};

import { condition, decimal, drawing, inBoth, type Rule, same, type Text } from '@interp/report';
import { type Classifier, InterpError, type Network } from '@interp/core';
import {
  activationFunctions,
  architecture,
  boltzmannMachine,
  notation,
  relevanceFlow,
  smallNetwork,
  type Diagram,
} from '@interp/diagrams';
import { sampleDigits } from '@interp/mnist';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Figure } from '../figure.js';
import type { FigureContext } from '../context.js';

/** What sets one diagram apart from the others. */
interface DiagramText<Data> {
  readonly number: string;
  readonly title: Text;
  readonly expected: Text;
  readonly alt: Text;
  readonly caption: (data: Data) => Text;
  readonly ours: (data: Data) => Text;
  readonly numbers: (data: Data) => Readonly<Record<string, number>>;
  readonly rule?: Rule;
  readonly diagram: (context: FigureContext) => Diagram<Data> | Promise<Diagram<Data>>;
}

const diagram = <Data>(text: DiagramText<Data>): Figure => ({
  number: text.number,
  title: text.title,
  expected: text.expected,
  command: `figure ${text.number}`,
  rule: text.rule,
  draw: async (context) => {
    const { picture, data, tensors = [] } = await text.diagram(context);
    return {
      pictures: drawing(text.number, await inBoth(picture), text.alt),
      data,
      tensors,
      ours: text.ours(data),
      caption: text.caption(data),
      numbers: text.numbers(data),
    };
  },
});

interface Sized {
  readonly parameters: number;
}

/** Figure 1.1: a small fully connected network. */
export const smallNetworkFigure = diagram<Sized>({
  number: '1.1',
  diagram: ({ seed }) => smallNetwork(seed),
  title: { en: 'A small fully connected network', es: 'Una red pequeña completamente conectada' },
  expected: { en: '3 features, 2 categories, 32 parameters', es: '3 características, 2 categorías, 32 parámetros' },
  alt: {
    en: 'Four columns of circles, 3, 3, 3 and 2, each tied to all of the next column by arrows.',
    es: 'Cuatro columnas de círculos, 3, 3, 3 y 2, cada uno unido por flechas a todos los de la siguiente.',
  },
  ours: ({ parameters }) => ({ en: `${parameters} parameters`, es: `${parameters} parámetros` }),
  rule: [condition('32 parameters', '32 parámetros', ({ parameters }) => parameters === 32)],
  caption: ({ parameters }) => ({
    en: `Drawn from a network with random weights: a red arrow is a weight above 0, a blue one below, the wider the larger. Layers of 3, 3, 3 and 2 have the ${parameters} parameters that the thesis counts.`,
    es: `Dibujada a partir de una red con pesos aleatorios: una flecha roja es un peso positivo, una azul uno negativo, tanto más ancha cuanto mayor. Capas de 3, 3, 3 y 2 tienen los ${parameters} parámetros que cuenta la tesis.`,
  }),
  numbers: ({ parameters }) => ({ parameters }),
});

/** Figure 1.2: the notation on it. */
export const notationFigure = diagram<Sized>({
  number: '1.2',
  diagram: ({ seed }) => notation(seed),
  title: { en: 'Notation of a network', es: 'Notación de una red' },
  expected: { en: 'a, w and l on the network', es: 'a, w y l sobre la red' },
  alt: {
    en: 'The network of Figure 1.1 with an a in each circle, layer above and number below, and a w on one arrow of each layer.',
    es: 'La red de la Figura 1.1 con una a en cada círculo, la capa arriba y el número abajo, y una w sobre una flecha de cada capa.',
  },
  ours: () => ({ en: 'the same notation', es: 'la misma notación' }),
  caption: () => ({
    en: 'The upper index is the layer l, the lower one of a the neuron j, those of w the neuron i of the layer before and j.',
    es: 'El índice superior es la capa l; el inferior de a es la neurona j, y los de w la neurona i de la capa anterior y j.',
  }),
  numbers: ({ parameters }) => ({ parameters }),
});

/** Figure 1.3: activation functions. */
export const activationFigure = diagram<Readonly<Record<'x' | 'softplus' | 'logistic', readonly number[]>>>({
  number: '1.3',
  diagram: activationFunctions,
  title: { en: 'Activation functions', es: 'Funciones de activación' },
  expected: { en: 'identity, ReLU, softplus, logistic', es: 'identidad, ReLU, softplus, logística' },
  alt: {
    en: 'Four curves: a straight line, one that is bent at 0, a smooth bend, and an S from 0 to 1.',
    es: 'Cuatro curvas: una recta, una quebrada en 0, un doblez suave y una S de 0 a 1.',
  },
  ours: () => ({ en: 'the same four', es: 'las mismas cuatro' }),
  caption: () => ({
    en: 'Computed by the functions that the networks here use, from −3 to 3.',
    es: 'Calculadas con las funciones que usan las redes de aquí, de −3 a 3.',
  }),
  numbers: ({ softplus, logistic }) => ({ softplus: softplus[0], logistic: logistic[0] }),
});

/** The model behind a classifier. */
const modelOf = ({ network }: Classifier): LayersModel | Network => {
  if (network) return network.model ?? network;
  throw new InterpError(
    'unsupported-model',
    'the classifier is made of a function; expected one of a model with layers',
  );
};

/** Figure 1.5: the network's layers. */
export const architectureFigure = diagram<Sized & { readonly layers: readonly unknown[] }>({
  number: '1.5',
  diagram: async ({ classifier }) => architecture(modelOf(await classifier()), 'LeNet'),
  title: { en: 'The structure of the network', es: 'La estructura de la red' },
  expected: { en: 'a LeNet-5 with H1 to H6', es: 'una LeNet-5 con H1 a H6' },
  alt: {
    en: 'Boxes below each other, input, convolution, pooling, convolution, flattening and three dense layers, with shapes and parameters.',
    es: 'Cajas una debajo de otra, entrada, convolución, submuestreo, convolución, aplanado y tres capas completamente conectadas, con formas y parámetros.',
  },
  ours: ({ parameters }) => ({
    en: `H1 to H6, ${decimal(parameters)} parameters`,
    es: `H1 a H6, ${decimal(parameters)} parámetros`,
  }),
  rule: [
    condition('the parameters of H1 to H6', 'los parámetros de H1 a H6', ({ parameters }) => parameters === 336206),
  ],
  caption: () => ({
    en: 'Read off the model itself: conv1, pool1, conv2, fc1, fc2 and fc3 are the thesis’ H1 to H6. The thesis shows a drawing of LeNet-5 by Tra et al. (2017) and describes the layers that it uses in words: two convolutions, one pooling between them, three dense layers.',
    es: 'Leída del modelo mismo: conv1, pool1, conv2, fc1, fc2 y fc3 son las H1 a H6 de la tesis. La tesis muestra un diagrama de LeNet-5 tomado de Tra et al. (2017) y describe con palabras las capas que usa: dos convoluciones, un submuestreo entre ellas y tres capas completamente conectadas.',
  }),
  numbers: ({ parameters, layers }) => ({ parameters, layers: layers.length }),
});

/** Figure 2.1: a restricted Boltzmann machine. */
export const rbmFigure = diagram<{ readonly visible: number; readonly hidden: number }>({
  number: '2.1',
  diagram: async ({ rbm }) => boltzmannMachine(await rbm()),
  title: { en: 'A restricted Boltzmann machine', es: 'Una máquina de Boltzmann restringida' },
  expected: { en: 'a bipartite graph', es: 'un grafo bipartito' },
  alt: {
    en: 'A row of hidden units above a row of visible ones, every hidden one tied to every visible one.',
    es: 'Una fila de unidades ocultas sobre una de visibles, cada oculta unida a cada visible.',
  },
  ours: ({ visible, hidden }) => ({
    en: `${visible} visible, ${hidden} hidden units`,
    es: `${visible} unidades visibles, ${hidden} ocultas`,
  }),
  caption: ({ visible }) => ({
    en: `The machine that serves as expert, with the four of its ${visible} pixels that have the largest weights: red above 0, blue below, the wider the larger. No unit is tied to its like.`,
    es: `La máquina que sirve de experto, con los cuatro de sus ${visible} pixeles que tienen los mayores pesos: rojo positivo, azul negativo, tanto más ancho cuanto mayor. Ninguna unidad se une a las de su tipo.`,
  }),
  numbers: ({ visible, hidden }) => ({ visible, hidden }),
});

/** Figure 2.4: relevance on its way back. */
export const relevanceFlowFigure = diagram<{
  readonly ledger: readonly { readonly in: number; readonly out: number }[];
}>({
  number: '2.4',
  diagram: async ({ classifier }) => {
    const [network, image] = [await classifier(), sampleDigits().images([3])];
    try {
      return relevanceFlow(network, image, 'sample:3');
    } finally {
      image.dispose();
    }
  },
  title: { en: 'Relevance flowing back layer by layer', es: 'La relevancia de regreso, capa por capa' },
  expected: { en: 'a scheme of the algorithm', es: 'un esquema del algoritmo' },
  alt: {
    en: 'A chain of heatmaps from the score on the right to the pixels on the left, with the sum of relevance on each arrow.',
    es: 'Una cadena de mapas de calor desde el puntaje a la derecha hasta los pixeles a la izquierda, con la suma de relevancia en cada flecha.',
  },
  ours: ({ ledger }) => same(`R ${ledger[0].in.toFixed(3)} → ${ledger[ledger.length - 1].out.toFixed(3)}`),
  rule: [
    condition(
      'the pixels’ relevance sums to the score',
      'la relevancia de los pixeles suma el puntaje',
      ({ score, pixels }) => Math.abs(score - pixels) < 1e-4 * Math.abs(score),
    ),
  ],
  caption: () => ({
    en: 'The explanation of one digit by LRP with α = 2, β = 1: each picture is the relevance at the output of a layer (channels added up, vectors laid out as grids), each number its sum. Nothing is lost on the way, as (2.6) asks.',
    es: 'La explicación de un dígito por LRP con α = 2, β = 1: cada imagen es la relevancia a la salida de una capa (canales sumados, vectores acomodados en cuadrícula) y cada número, su suma. Nada se pierde en el camino, como pide (2.6).',
  }),
  numbers: ({ ledger }) => ({ score: ledger[0].in, pixels: ledger[ledger.length - 1].out }),
});

import { condition, percentage, probability, table, type Text } from '@interp/report';
import { mean } from '@interp/core/internal';
import { backgroundAddition, prototypes } from '@interp/am';
import * as tf from '@tensorflow/tfjs-core';
import type { Figure } from '../figure.js';
import type { FigureContext } from '../context.js';
import { amOptions, tenClasses } from '../figures/prototypes.js';
import { classify, toHost, withTensor, type HostTensor } from '../tensors.js';

const groupOf = async (
  name: Text,
  images: HostTensor,
  wanted: readonly number[],
  { classifier, rejected }: FigureContext,
) => {
  const own = classify(await classifier(), images);
  const judged = classify(await classifier('judge'), images);
  const refused = await withTensor(images, rejected);
  const n = wanted.length;
  return {
    name,
    n,
    sure: mean(own.map(({ probabilities }, i) => probabilities[wanted[i]])),
    agreed: judged.filter((answer, i) => answer.class === wanted[i]).length / n,
    rejected: refused.filter(Boolean).length / n,
  };
};

/** Section 3.1: the network is sure of prototypes that people reject. */
export const sureOfRejectedClaim: Figure = {
  number: 'claim 3.1b',
  kind: 'claim',
  title: {
    en: 'The network is sure of prototypes that people reject; background alone reaches P ≈ 1',
    es: 'La red está segura de prototipos que las personas rechazan; el fondo por sí solo llega a P ≈ 1',
  },
  expected: { en: 'P ≈ 1, not for people', es: 'P ≈ 1, no para las personas' },
  digits: true,
  weight: 6,
  command: 'prototype --method background --class all --init blank --judge lenet-relu',
  rule: [
    condition(
      'the network is sure of AM prototypes: mean P > 0.99',
      'la red está segura de los prototipos de AM: P media > 0.99',
      ({ am }) => am > 0.99,
    ),
    condition(
      'most are rejected as no digits, few real digits are',
      'la mayoría se rechaza por no ser dígito, pocos dígitos reales',
      ({ rejected, realRejected }) => rejected > 0.5 && realRejected < 0.2,
    ),
    condition(
      'background alone reaches a mean P > 0.9',
      'el fondo por sí solo llega a P media > 0.9',
      ({ background }) => background > 0.9,
    ),
  ],
  about: {
    en: 'Two that can be asked stand in for people: a judge, trained apart with other units, and a detector of what is no digit (distance of inner values from every digit, and likeness to shapes that are none; its threshold set on held-out digits). Real digits are there to compare. The last row asks for each class once, so that a tenth is what chance gives.',
    es: 'En lugar de personas, dos a quienes sí se puede preguntar: un juez, entrenado aparte con otras unidades, y un detector de lo que no es dígito (distancia de los valores internos a todo dígito, y parecido con formas que no lo son; umbral fijado en dígitos reservados). Los dígitos reales sirven de comparación. El último renglón pide cada clase una vez: un décimo es lo que da el azar.',
  },
  draw: async (context) => {
    const { seed, signal, progress } = context;
    const network = await context.classifier();
    const digits = await context.digits('test');
    const hundred = Array.from({ length: 100 }, (_, i) => i);
    const real = await toHost(digits.images(hundred));
    const labels = hundred.map((i) => digits.labels[i]);
    const realGroup = await groupOf({ en: 'real digits', es: 'dígitos reales' }, real, labels, context);
    progress(0.3);
    const ofTen = async (name: Text, images: tf.Tensor) => groupOf(name, await toHost(images), tenClasses, context);
    const am = await prototypes(network, { ...amOptions, seed, signal });
    const amGroup = await ofTen({ en: 'AM prototypes', es: 'prototipos de AM' }, am.images);
    progress(0.6);
    const blank = await backgroundAddition(network, 'blank', { signal });
    const groups = [
      realGroup,
      amGroup,
      await ofTen({ en: 'background on blank', es: 'fondo sobre una imagen en blanco' }, blank.images),
      await ofTen(
        { en: 'the blank (grey) image', es: 'la imagen en blanco (gris)' },
        tf.zeros([10, ...network.inputShape]),
      ),
    ];
    const [, prototype, background] = groups;
    return {
      pictures: [],
      tables: table(
        'claim-3.1b',
        {
          en: 'Who takes them for the digit that they should be',
          es: 'Quién los toma por el dígito que deben ser',
        },
        [
          { en: 'images', es: 'imágenes' },
          { en: 'n', es: 'n' },
          { en: 'network, mean P', es: 'red, P media' },
          { en: 'judge agrees', es: 'el juez coincide' },
          { en: 'rejected as no digit', es: 'rechazadas por no ser dígito' },
        ],
        groups.map((group) => [
          group.name,
          String(group.n),
          probability(group.sure),
          percentage(group.agreed),
          percentage(group.rejected),
        ]),
      ),
      data: groups.map(({ name, ...numbers }) => ({ name: name.en, ...numbers })),
      ours: {
        en: `AM: P ${probability(prototype.sure)}, ${percentage(prototype.rejected)} rejected; background: P ${probability(background.sure)}`,
        es: `AM: P ${probability(prototype.sure)}, ${percentage(prototype.rejected)} rechazados; fondo: P ${probability(background.sure)}`,
      },
      numbers: {
        am: prototype.sure,
        realRejected: realGroup.rejected,
        rejected: prototype.rejected,
        background: background.sure,
      },
    };
  },
};

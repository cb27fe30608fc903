import { expertPrototypes } from '@interp/am';
import { density } from '@interp/rbm';
import { imageGrid } from '@interp/viz';
import { same, pixels, inBoth, type Figure } from '../../figure.js';
import { concatenate, withTensor } from '../../tensors.js';
import { realFive, testDigits } from '../digits.js';
import { judge, prototypesPicture } from '../prototypes.js';
import { probability, signed } from '../../format.js';

const command = 'prototype --method expert --class 5';

/** Figure 3.5: activation maximisation with an expert, from noise. */
export const expertFromNoiseFigure: Figure = {
  number: '3.5',
  title: { en: 'AM with expert from a random start', es: 'AM con experto desde un inicio aleatorio' },
  thesis: { en: 'no 5: P 0.0535', es: 'no es un 5: P 0.0535' },
  thesisSeconds: 2700,
  weight: 3,
  command,
  draw: async (context) => {
    const { seed, signal } = context;
    const expert = density(await context.rbm('rbm-8'));
    const found = await judge(
      context,
      await expertPrototypes(await context.classifier(), expert, { classes: [5], seed, signal }),
    );
    const [item] = found.items;
    return {
      pictures: pixels('3.5', prototypesPicture(found), {
        en: 'A smooth bright shape on black, as the expert likes it.',
        es: 'Una forma clara y suave sobre negro, como le gusta al experto.',
      }),
      data: item,
      tensors: found.tensors,
      ours: same(`P ${probability(item.probability)}`),
      difference: { en: signed(item.probability - 0.0535, 4), es: signed(item.probability - 0.0535, 4) },
      verdict: item.probability < 0.5 ? 'agrees' : 'differs',
      caption: {
        en: 'From noise, gradient ascent on log P(5|x) + log p*(x) leads to an image that the RBM with 8 hidden units finds likely. Whether that is a 5 depends on the start: claim 3.2b counts it over many.',
        es: 'Desde ruido, log P(5|x) + log p*(x) asciende a una imagen que la RBM con 8 unidades ocultas encuentra verosímil. Que sea un 5 o no depende del inicio: la afirmación 3.2b lo cuenta sobre muchos.',
      },
      numbers: { probability: item.probability, logDensity: item.logDensity },
    };
  },
};

/** Figure 3.6: activation maximisation with an expert, from a real 5. */
export const expertFromRealFigure: Figure = {
  number: '3.6',
  title: { en: 'AM with expert from the real 5', es: 'AM con experto desde el 5 real' },
  thesis: { en: 'P ≈ 0.98, far from the start', es: 'P ≈ 0.98, lejos del inicio' },
  thesisSeconds: 2700,
  digits: true,
  weight: 3,
  command: `${command} --init mnist:test/class=5/1`,
  draw: async (context) => {
    const { seed, signal } = context;
    const [network, expert] = [await context.classifier(), density(await context.rbm('rbm-8'))];
    const { images: real } = await testDigits(context, [realFive]);
    const found = await judge(
      context,
      await withTensor(real, (start) => expertPrototypes(network, expert, { classes: [5], start, seed, signal })),
    );
    const [item] = found.items;
    const [before] = item.history;
    const moved = Math.sqrt(real.data.reduce((sum, value, i) => sum + (value - found.images.data[i]) ** 2, 0));
    const svg = await inBoth((say) =>
      imageGrid(concatenate(real, found.images), {
        captions: [
          `real\nP ${probability(before.probability)}`,
          `${say('expert', 'experto')}\nP ${probability(item.probability)}`,
        ],
      }),
    );
    return {
      pictures: pixels('3.6', svg, {
        en: 'A real 5 and the smoother shape that activation maximisation with an expert makes of it.',
        es: 'Un 5 real y la forma más suave que AM con experto hace de él.',
      }),
      data: { ...item, moved },
      tensors: found.tensors,
      ours: {
        en: `P ${probability(item.probability)}, ‖x − start‖ ${moved.toFixed(1)}`,
        es: `P ${probability(item.probability)}, ‖x − inicio‖ ${moved.toFixed(1)}`,
      },
      difference: { en: signed(item.probability - 0.98, 4), es: signed(item.probability - 0.98, 4) },
      verdict: item.probability > 0.9 ? 'agrees' : item.probability > 0.5 ? 'partly' : 'differs',
      caption: {
        en: `The same ascent begun at a real 5 leaves it for the nearest mode of the density, as in the thesis: strokes thicken and lose what is particular to this hand. The network still reads ${item.probability > 0.5 ? 'a 5' : 'something else'}, the judge a ${item.judge.class} (${probability(item.judge.probability)}).`,
        es: `El mismo ascenso, iniciado en un 5 real, lo deja por la moda más cercana de la densidad, como en la tesis: los trazos engruesan y pierden lo particular de quien lo escribió. La red aún lee ${item.probability > 0.5 ? 'un 5' : 'otra cosa'}; el juez, un ${item.judge.class} (${probability(item.judge.probability)}).`,
      },
      numbers: { probability: item.probability, logDensity: item.logDensity, moved },
    };
  },
};

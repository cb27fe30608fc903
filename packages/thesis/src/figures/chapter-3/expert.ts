import { imageGrid } from '@interp/viz';
import { realFive } from './from-real.js';
import { inBoth, type Figure } from '../../figure.js';
import { pictureOf, stacked, tensorOf } from '../outcome-parts.js';
import type { PrototypeRow } from '../prototype-row.js';
import { probability, signed } from '../../format.js';

/** What `interp prototype --method expert` says of one prototype. */
interface ExpertRow extends PrototypeRow {
  readonly logDensity: number;
}

const args = ['prototype', '--method', 'expert', '--class', '5'];

/** Figure 3.5: activation maximisation with an expert, from noise. */
export const expertFromNoiseFigure: Figure = {
  number: '3.5',
  title: { en: 'AM with expert from a random start', es: 'AM con experto desde un inicio aleatorio' },
  thesis: { en: 'no 5: P 0.0535', es: 'no es un 5: P 0.0535' },
  thesisSeconds: 2700,
  weight: 3,
  command: args.join(' '),
  draw: async ({ outcome, spec }) => {
    const found = await outcome([...args, '--expert', spec('rbm-8'), '--model', spec('lenet')]);
    const [row] = found.json as readonly ExpertRow[];
    return {
      pictures: [
        {
          name: '3.5',
          svg: await pictureOf(found),
          kind: 'pixels',
          alt: {
            en: 'A smooth bright shape on black, as the expert likes it.',
            es: 'Una forma clara y suave sobre negro, como le gusta al experto.',
          },
        },
      ],
      data: row,
      tensors: found.tensors ?? [],
      ours: { en: `P ${probability(row.probability)}`, es: `P ${probability(row.probability)}` },
      difference: { en: signed(row.probability - 0.0535, 4), es: signed(row.probability - 0.0535, 4) },
      verdict: row.probability < 0.5 ? 'agrees' : 'differs',
      caption: {
        en: 'From noise, log P(5|x) + log p*(x) climbs to an image that the RBM with 8 hidden units finds likely. Whether that is a 5 depends on the start: claim 3.2b counts it over many.',
        es: 'Desde ruido, log P(5|x) + log p*(x) asciende a una imagen que la RBM con 8 unidades ocultas encuentra verosímil. Que sea un 5 o no depende del inicio: la afirmación 3.2b lo cuenta sobre muchos.',
      },
      numbers: { probability: row.probability, logDensity: row.logDensity },
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
  command: `${args.join(' ')} --init mnist:test/class=5/1`,
  draw: async ({ source, outcome, spec }) => {
    const started = [...args, '--init', realFive(source)];
    const found = await outcome([...started, '--expert', spec('rbm-8'), '--model', spec('lenet')]);
    const [row] = found.json as readonly ExpertRow[];
    const real = tensorOf(await outcome(['data', 'show', realFive(source)]), 'images');
    const prototype = tensorOf(found, 'prototypes');
    const moved = Math.sqrt(real.data.reduce((sum, value, i) => sum + (value - prototype.data[i]) ** 2, 0));
    const [before] = row.history;
    const both = stacked(real, prototype);
    return {
      pictures: [
        {
          name: '3.6',
          svg: await inBoth((say) =>
            imageGrid(
              { data: both.data, shape: both.shape },
              {
                captions: [
                  `real\nP ${probability(before.probability)}`,
                  `${say('expert', 'experto')}\nP ${probability(row.probability)}`,
                ],
              },
            ),
          ),
          kind: 'pixels',
          alt: {
            en: 'A real 5 and the smoother shape that activation maximisation with an expert makes of it.',
            es: 'Un 5 real y la forma más suave que AM con experto hace de él.',
          },
        },
      ],
      data: { ...row, moved },
      tensors: found.tensors ?? [],
      ours: {
        en: `P ${probability(row.probability)}, ‖x − start‖ ${moved.toFixed(1)}`,
        es: `P ${probability(row.probability)}, ‖x − inicio‖ ${moved.toFixed(1)}`,
      },
      difference: { en: signed(row.probability - 0.98, 4), es: signed(row.probability - 0.98, 4) },
      verdict: row.probability > 0.9 ? 'agrees' : row.probability > 0.5 ? 'partly' : 'differs',
      caption: {
        en: `The same ascent begun at a real 5 leaves it for the nearest mode of the density, as in the thesis: strokes thicken and lose what is particular to this hand. The network still reads ${row.probability > 0.5 ? 'a 5' : 'something else'}, the judge a ${row.judge.class} (${probability(row.judge.probability)}).`,
        es: `El mismo ascenso, iniciado en un 5 real, lo deja por la moda más cercana de la densidad, como en la tesis: los trazos engruesan y pierden lo particular de quien lo escribió. La red aún lee ${row.probability > 0.5 ? 'un 5' : 'otra cosa'}; el juez, un ${row.judge.class} (${probability(row.judge.probability)}).`,
      },
      numbers: { probability: row.probability, logDensity: row.logDensity, moved },
      command: started.join(' '),
    };
  },
};

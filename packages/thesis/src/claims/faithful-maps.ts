import { condition, drawing, inBoth } from '@interp/report';
import { mean, range } from '@interp/core/internal';
import { lrp, pixelFlipping, sensitivity } from '@interp/lrp';
import { barChart } from '@interp/viz';
import type { Figure } from '../figure.js';
import { smallChart } from '../figures/small-chart.js';

const batch = 25;

/** Section 2.3.1: sensitivity maps do not show what matters. */
export const faithfulMapsClaim: Figure = {
  number: 'claim 2.3.1',
  kind: 'claim',
  title: {
    en: 'Sensitivity maps do not show what matters, and cannot tell for from against',
    es: 'Los mapas de sensibilidad no muestran lo que importa ni distinguen a favor de en contra',
  },
  expected: { en: 'LRP shows more', es: 'LRP muestra más' },
  digits: true,
  weight: 15,
  command: 'explain mnist:test/0-49 --compare',
  rule: [
    condition(
      'LRP tells more: an area larger by a tenth',
      'LRP dice más: un área mayor por un décimo',
      ({ sensitivity, lrp }) => lrp > 1.1 * sensitivity,
    ),
    condition(
      'LRP tells far more than a random order',
      'LRP dice mucho más que un orden al azar',
      ({ lrp, random }) => lrp > 1.5 * random,
    ),
    condition('by a network that reads the digits', 'según una red que lee los dígitos', ({ right }) => right > 0.9),
  ],
  about: {
    en: 'Pixels are turned black, fourteen at a time, those of the largest relevance first: the sooner P of the predicted class falls, the larger the area and the better the map tells what matters. A sensitivity map is a square and has no negative part at all (Text 2.3.1).',
    es: 'Se vuelven negros los pixeles, de catorce en catorce, primero los de mayor relevancia: cuanto antes cae P de la clase predicha, mayor el área y mejor dice el mapa lo que importa. Un mapa de sensibilidad es un cuadrado y no tiene parte negativa (Texto 2.3.1).',
  },
  draw: async ({ classifier, digits, mode, seed, signal, progress }) => {
    const network = await classifier();
    const images = await digits('test');
    const n = mode === 'quick' ? 50 : 1000;
    const areas: Record<'sensitivity' | 'lrp' | 'random', number[]> = { sensitivity: [], lrp: [], random: [] };
    let right = 0;
    for (let from = 0; from < n && !signal.aborted; from += batch) {
      const x = images.images(range(from, from + batch));
      const options = { step: 14, seed: seed + from };
      const maps = [sensitivity(network, x), lrp(network, x)];
      const [squares] = maps;
      const [plain, layers] = maps.map(({ relevance, targets }, i) =>
        pixelFlipping(network, x, relevance, { ...options, target: targets, randomOrders: i === 0 ? 3 : 0 }),
      );
      areas.sensitivity.push(...plain.areas);
      right += [...squares.targets].filter((target, i) => target === images.labels[from + i]).length;
      areas.random.push(...plain.randomAreas);
      areas.lrp.push(...layers.areas);
      for (const { relevance } of maps) relevance.dispose();
      x.dispose();
      progress((from + batch) / n);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const [s, l, r] = [areas.sensitivity, areas.lrp, areas.random].map(mean);
    const said = `${s.toFixed(3)}, ${l.toFixed(3)}, ${r.toFixed(3)}`;
    const svg = await inBoth((say) =>
      barChart(
        [say('sensitivity', 'sensibilidad'), 'LRP α2β1', say('random order', 'orden al azar')],
        [{ values: [s, l, r] }],
        {
          yTitle: say('area over the curve of pixel flipping', 'área sobre la curva de pixel flipping'),
          ...smallChart,
        },
      ),
    );
    return {
      pictures: drawing('claim-2.3.1', svg, {
        en: `Bars: sensitivity ${s.toFixed(3)}, LRP ${l.toFixed(3)}, random order ${r.toFixed(3)}.`,
        es: `Barras: sensibilidad ${s.toFixed(3)}, LRP ${l.toFixed(3)}, orden aleatorio ${r.toFixed(3)}.`,
      }),
      data: areas,
      ours: { en: `area, sensitivity, LRP, random: ${said}`, es: `área, sensibilidad, LRP, al azar: ${said}` },
      difference: {
        en: `LRP ${(l / s).toFixed(2)} times sensitivity`,
        es: `LRP ${(l / s).toFixed(2)} veces la sensibilidad`,
      },
      caption: {
        en: `n = ${areas.lrp.length} digits. The area of sensitivity is ${(s / r).toFixed(2)} times that of a random order.`,
        es: `n = ${areas.lrp.length} dígitos. El área de la sensibilidad es ${(s / r).toFixed(2)} veces la de un orden al azar.`,
      },
      numbers: { sensitivity: s, lrp: l, random: r, right: right / areas.lrp.length },
    };
  },
};

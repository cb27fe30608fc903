import { inLanguages } from '../../words/words.js';

/** What the view says. */
export const resultsWords = inLanguages({
  en: {
    open: 'Open a batch',
    openFolder: 'Open its folder',
    openFiles: 'Open its files',
    help: 'The folder of a job that interp batch has finished: manifest.json, job.json, and the folders manifest and results. You can also drop it here. Every file that is read is checked against the checksums of the manifest, and nothing leaves this page.',
    none: 'No batch is open yet.',
    results: 'results',
    failed: 'of them failed',
    read: 'results read',
    left: 'seconds left',
    gallery: 'Results by how sure the network is',
    sureness:
      'How sure: the probability of the class; of explanations, the score that is explained. Red speaks for it, blue against it.',
    sum: 'sum of the map',
    apart: {
      lrp: 'Some of these maps do not sum to the score: with rules such as epsilon, biases and stabilisers keep a share of it that is in no pixel.',
      method: 'Some of these maps do not sum to the score: maps of this method are not shares of it.',
    },
    order: 'First',
    orders: { surest: 'the surest', least: 'the least sure' },
    previous: 'Previous',
    next: 'Next',
    of: 'of',
    label: 'label',
  },
  es: {
    open: 'Abrir un lote',
    openFolder: 'Abrir su carpeta',
    openFiles: 'Abrir sus archivos',
    help: 'La carpeta de un trabajo que interp batch ha terminado: manifest.json, job.json y las carpetas manifest y results. También puedes soltarla aquí. Cada archivo que se lee se comprueba con las sumas del manifiesto, y nada sale de esta página.',
    none: 'Todavía no hay ningún lote abierto.',
    results: 'resultados',
    failed: 'de ellos fallaron',
    read: 'resultados leídos',
    left: 'segundos restantes',
    gallery: 'Los resultados, según lo segura que está la red',
    sureness:
      'Cuánta seguridad: la probabilidad de la clase; en las explicaciones, la puntuación explicada. El rojo habla a favor; el azul, en contra.',
    sum: 'suma del mapa',
    apart: {
      lrp: 'Algunos de estos mapas no suman la puntuación: con reglas como épsilon, los sesgos y los estabilizadores se quedan una parte que no está en ningún píxel.',
      method: 'Algunos de estos mapas no suman la puntuación: los de este método no la reparten.',
    },
    order: 'Primero',
    orders: { surest: 'los más seguros', least: 'los menos seguros' },
    previous: 'Anteriores',
    next: 'Siguientes',
    of: 'de',
    label: 'etiqueta',
  },
});

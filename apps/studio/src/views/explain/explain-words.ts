import { inLanguages } from '../../words/words.js';

/** What the view says. */
export const explainWords = inLanguages({
  en: {
    noDigit: 'but it looks like no digit',
    why: 'Why',
    speaksFor: 'Red speaks for the class, blue against it.',
    rule: 'Rule',
    class: 'Explained class',
    read: 'the class that is read',
    compare: 'Compare with a second method',
    difference: 'Difference, each in its own scale',
    ledger: 'Where the score goes, layer by layer',
    ledgerHelp: 'From the score at the top down to the pixels. Choose a layer to see its channels.',
    lost: 'kept by biases and stabilisers',
    activations: 'Activations',
    relevance: 'Relevance',
    channel: 'Channel',
    explainChannel: 'What made this channel answer',
  },
  es: {
    noDigit: 'pero no parece un dígito',
    why: 'Por qué',
    speaksFor: 'El rojo habla a favor de la clase; el azul, en contra.',
    rule: 'Regla',
    class: 'Clase explicada',
    read: 'la clase que lee',
    compare: 'Comparar con un segundo método',
    difference: 'Diferencia, cada uno en su escala',
    ledger: 'Adónde va la puntuación, capa por capa',
    ledgerHelp: 'De la puntuación, arriba, hasta los píxeles. Elige una capa para ver sus canales.',
    lost: 'retenido por sesgos y estabilizadores',
    activations: 'Activaciones',
    relevance: 'Relevancia',
    channel: 'Canal',
    explainChannel: 'Qué hizo responder a este canal',
  },
});

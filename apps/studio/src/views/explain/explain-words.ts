import { inLanguages } from '../../words/words.js';
import type { rules } from './explain-parameters.js';

/** Rules as papers write them, in every language. */
export const ruleNames: Readonly<Record<(typeof rules)[number], string>> = {
  'alpha-beta': 'αβ',
  epsilon: 'ε',
  gamma: 'γ',
  'z-plus': 'z⁺',
  'z-box': 'zᴮ',
  'w-square': 'w²',
  flat: 'flat',
  lrp0: 'LRP-0',
  'epsilon-plus': 'ε dense, z⁺ conv',
  'epsilon-plus-flat': 'ε dense, z⁺ conv, flat first',
  'epsilon-alpha2-beta1': 'ε dense, α2β1 conv',
  'epsilon-alpha2-beta1-flat': 'ε dense, α2β1 conv, flat first',
  'epsilon-gamma-box': 'ε dense, γ conv, zᴮ first',
};

/** Numbers of rules. */
export const numberNames = { alpha: 'α', epsilon: 'ε', gamma: 'γ' } as const;

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
    methods: {
      lrp: 'relevance propagation (LRP)',
      sensitivity: 'sensitivity (squared gradient)',
      gradient: 'gradient',
      'gradient-x-input': 'gradient × input',
      'integrated-gradients': 'integrated gradients',
      smoothgrad: 'SmoothGrad',
      occlusion: 'occlusion',
      'grad-cam': 'Grad-CAM',
    },
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
    methods: {
      lrp: 'propagación de relevancia (LRP)',
      sensitivity: 'sensibilidad (gradiente al cuadrado)',
      gradient: 'gradiente',
      'gradient-x-input': 'gradiente × entrada',
      'integrated-gradients': 'gradientes integrados',
      smoothgrad: 'SmoothGrad',
      occlusion: 'oclusión',
      'grad-cam': 'Grad-CAM',
    },
  },
});

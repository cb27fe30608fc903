import { inLanguages } from '../../words/words.js';

/** What the view says. */
export const attackWords = inLanguages({
  en: {
    attack: 'Attack',
    norm: 'Norm',
    epsilon: 'ε, the largest change of a pixel',
    target: 'To be read as',
    any: 'anything else',
    seed: 'Seed',
    before: 'x, the image',
    added: 'r, what is added',
    after: 'x + r',
    whyBefore: 'why, before',
    whyAfter: 'why, after',
    fooled: 'It is fooled',
    held: 'It holds',
    unchanged: 'It reads that class already',
    ways: 'The shortest ways out',
    waysHelp:
      'How much has to change before another class is read (DeepFool), for three networks. Longer is more robust.',
    nowhere: 'none found',
    changed: 'length of r',
    help: 'Pixels go from −1 (black) to 1 (white). Draw another digit, or move ε.',
  },
  es: {
    attack: 'Ataque',
    norm: 'Norma',
    epsilon: 'ε, el mayor cambio de un píxel',
    target: 'Que se lea como',
    any: 'cualquier otra cosa',
    seed: 'Semilla',
    before: 'x, la imagen',
    added: 'r, lo que se añade',
    after: 'x + r',
    whyBefore: 'por qué, antes',
    whyAfter: 'por qué, después',
    fooled: 'Se deja engañar',
    held: 'Resiste',
    unchanged: 'Ya lee esa clase',
    ways: 'Las salidas más cortas',
    waysHelp:
      'Cuánto tiene que cambiar para que se lea otra clase (DeepFool), en tres redes. Cuanto más largo, más robusta.',
    nowhere: 'no se encontró',
    changed: 'longitud de r',
    help: 'Los píxeles van de −1 (negro) a 1 (blanco). Dibuja otro dígito o mueve ε.',
  },
});

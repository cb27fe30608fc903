import { epochText } from '../src/index.js';

const record = { loss: 0.12345, accuracy: 0.965 };

test.each([
  ['an epoch alone', record, 'loss 0.1235, 96.50 % right'],
  [
    'with images held out',
    { ...record, validation: { loss: 0.2, accuracy: 0.95 } },
    'loss 0.1235, 96.50 % right, validation 95.00 %',
  ],
  [
    'of adversarial training',
    {
      ...record,
      clean: { loss: 0.1, accuracy: 0.97 },
      adversarial: { loss: 0.5, accuracy: 0.8 },
      validation: { loss: 0.2, accuracy: 0.95, adversarial: { loss: 0.6, accuracy: 0.75 } },
    },
    'clean loss 0.1000, 97.00 % right, adversarial loss 0.5000, 80.00 % right, validation 95.00 %, under attack 75.00 %',
  ],
])('%s', (_, given, text) => expect(epochText(given)).toBe(text));

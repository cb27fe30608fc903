import { epochText } from '../src/index.js';

test.each([
  [{ reconstruction: 0.07812 }, 'reconstruction 0.0781'],
  [{ reconstruction: 0.5, freeEnergyGap: -3.26 }, 'reconstruction 0.5000, free-energy gap -3.3'],
  [
    { reconstruction: 0.5, freeEnergyGap: 1, validationLogLikelihood: -530.25 },
    'reconstruction 0.5000, free-energy gap 1.0, log-likelihood -530.3 on validation images',
  ],
])('%j', (record, text) => expect(epochText(record)).toBe(text));

import { decimal, short, signed } from '../src/text/numbers.js';

test('numbers are written as people read them', () => {
  expect([decimal(336206), decimal(-2360.55, 1), decimal(-0.001, 1), signed(-25, 0), signed(0.00247, 4)]).toEqual([
    '336,206',
    '−2,360.6',
    '0.0',
    '−25',
    '+0.0025',
  ]);
  expect([short(5.0712), short(-0.512), short(4.54e-8), short(0)]).toEqual(['5.07', '−0.512', '4.54·10⁻⁸', '0']);
});

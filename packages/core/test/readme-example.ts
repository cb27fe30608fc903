import { drive, float32Entry, random, readSafetensors, writeSafetensors } from '@interp/core';

function* walkAbout(steps: number, seed: number): Generator<number, number[], boolean> {
  const numbers = random(seed);
  const places = [0];
  for (let i = 0; i < steps; i++) {
    places.push(places[i] + numbers.normal());
    if (yield places[i + 1]) break; // true: asked to stop
  }
  return places;
}

const stop = new AbortController();
const places = await drive(walkAbout(1000, 7), {
  total: 1000,
  signal: stop.signal,
  onStep: ({ step }) => {
    if (step === 100) stop.abort();
  },
});

const bytes = writeSafetensors([['places', float32Entry([places.length], places)]], [['seed', '7']]);
console.log(readSafetensors(bytes).tensors.get('places')?.shape); // [ 101 ]

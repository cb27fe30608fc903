// Trains the toy pair with a checkpoint after every third step, from the last one if there is one, and says each step.
import { existsSync, readFileSync } from 'node:fs';
import { startBackend, type BackendName } from '@interp/backend';
import { writeFileAtomic } from '@interp/files/node';
import { trainGan } from '../../src/index.js';
import { toyImages, toyPair, toyTraining } from '../toy.js';

const [checkpoint = ''] = process.argv.slice(2);
await startBackend((process.env['INTERP_TEST_BACKEND'] ?? 'wasm') as BackendName);
const { generatorModel, discriminatorModel } = toyPair();
await trainGan(generatorModel, discriminatorModel, toyImages(100), {
  ...toyTraining,
  ...(existsSync(checkpoint) && { resume: readFileSync(checkpoint) }),
  onCheckpoint: (bytes) => writeFileAtomic(checkpoint, bytes),
  onStep: ({ value }) => void process.stdout.write(`${value.step}\n`),
});

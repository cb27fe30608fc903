// node tools/measure/parity/on-backend.mjs BACKEND: the numbers of every method on one backend, as JSON. A process of its own for each, since a
// process has one TensorFlow.js engine, and what one backend registers others see.
import { startBackend } from '@interp/backend';
import { numbers } from './methods.mjs';
import { subject } from './subject.mjs';

await startBackend(/** @type {import('@interp/backend').BackendName} */ (process.argv[2]));
process.stdout.write(JSON.stringify(await numbers(await subject())));

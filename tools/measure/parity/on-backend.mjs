// node tools/measure/parity/on-backend.mjs BACKEND [few]: the numbers of every method on one backend, as JSON; `few`: four images, and a twentieth
// of the steps. A process of its own for each, since a process has one TensorFlow.js engine, and what one backend registers others see.
import { startBackend } from '@interp/backend';
import { numbers } from './methods.mjs';
import { subject } from './subject.mjs';

await startBackend(/** @type {import('@interp/backend').BackendName} */ (process.argv[2]));
const few = process.argv[3] === 'few';
process.stdout.write(JSON.stringify(await numbers(await (few ? subject([1, 2, 5, 7], 0.05) : subject()))));

import { defineConfig } from 'vite';
import { policy } from '../cli/src/commands/studio/headers.ts';
import { licences } from './offline/licences.mjs';
import { offline } from './offline/offline.mjs';
import { weights } from './offline/weights.mjs';

const { see, write } = licences();

/** What the worker starts with is one file: each of forty would be a request. */
const startInOne = { groups: [{ name: 'start', tags: ['$initial'] }] };

/** Addresses are relative, so that the built page can lie under any path of any static host. */
export default defineConfig({
  base: './',
  build: {
    outDir: '../cli/studio',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es', plugins: () => [see], rolldownOptions: { output: { codeSplitting: startInOne } } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [see, write, weights(), offline(policy)],
});

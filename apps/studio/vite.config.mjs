import { defineConfig } from 'vite';

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
  worker: { format: 'es' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});

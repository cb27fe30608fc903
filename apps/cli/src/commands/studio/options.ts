import type { OptionsOf, OptionTexts } from '../../shell/options.js';

/** The options of `interp studio`. */
export const studioTexts = {
  '--port <n>': ['port on this machine; 0 for any that is free', { integer: true, min: 0, max: 65535 }, 4590],
  '--model <file>': 'a model of your own that the page opens: model.json, .onnx, .keras, .h5, .safetensors',
  '--out <folder>': 'write the page there, for any static host, and serve nothing',
  '--no-open': 'do not open the page in the browser',
} as const satisfies OptionTexts;

/** What `interp studio` is called with. */
export type StudioOptions = OptionsOf<typeof studioTexts>;

import { commandOf } from '../../shell/command.js';
import { withModel } from '../../shell/options.js';
import { rejectDefaults } from '../../shell/reject-options.js';
import { sevensegTexts, type SevensegOptions } from './options.js';

const loadDefaults = async () => {
  const { segmentImageOptions, segmentShares } = await import('@interp/sevenseg');
  const { length: lengthShare, thickness: thicknessShare } = segmentShares;
  return { ...segmentImageOptions.defaults, lengthShare, thicknessShare, ...(await rejectDefaults()) };
};

/** `interp sevenseg` */
export const sevensegCommand = commandOf<SevensegOptions>('sevenseg', {
  says: 'what the network answers to all 128 images of a seven-segment digit',
  shared: [withModel],
  own: sevensegTexts,
  defaults: loadDefaults,
  help: `
Segments: a at the top, b and c on the right, d at the bottom, e and f on the left, g in the middle.

Examples:
  interp sevenseg --out atlas.png
  interp sevenseg --picture columns --out columns.png --model my-lenet/model.json
  interp sevenseg --thickness 4 --slant 0.2 --shift 1,-2 --json --save segments.safetensors
  interp sevenseg --robustness`,
  work: async (_, options, job) => (await import('./run.js')).run(options, job),
});

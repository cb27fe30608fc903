import type { attackTexts } from '../../methods/attack.js';
import type { ImageCommandOptions } from '../../shell/options.js';

/** Options of `interp attack`. */
export type AttackOptions = ImageCommandOptions<typeof attackTexts>;

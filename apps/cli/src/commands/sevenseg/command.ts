import { Command, Option } from 'commander';
import { number } from '../../shell/arguments.js';
import { withCommon, withModel, type CommonOptions, type ModelOptions } from '../../shell/common-options.js';
import { runCommand } from '../../shell/run-command.js';
import { parseShift } from './shift.js';
import type { Terminal } from '../../shell/terminal.js';

/** What `sevenseg` can be told. */
export interface SevensegOptions extends CommonOptions, ModelOptions {
  /** Length of a segment in pixels. */
  readonly length?: number;
  /** Thickness of a segment in pixels. */
  readonly thickness?: number;
  /** Pixels to the right per pixel upwards. */
  readonly slant?: number;
  /** Pixels to the right and downwards. */
  readonly shift?: readonly [right: number, down: number];
  /** Standard deviation of the noise. */
  readonly noise?: number;
  /** Whether edges are grey. */
  readonly antialias: boolean;
  /** Whether images that are no digit are to be told from digits. */
  readonly reject?: boolean;
  /** What the picture shows. */
  readonly picture: 'atlas' | 'digits' | 'columns';
  /** Whether the digits are drawn in many geometries. */
  readonly robustness?: boolean;
}

/** `interp sevenseg` */
export const sevensegCommand = (terminal: Terminal): Command =>
  withModel(withCommon(new Command('sevenseg')))
    .description('what the network answers to all 128 images of a seven-segment digit')
    .option('--length <pixels>', 'of a segment (default: 8.4 in images of 28)', number('--length', { above: 0 }))
    .option('--thickness <pixels>', 'of a segment (default: 2.8)', number('--thickness', { above: 0 }))
    .option('--slant <n>', 'pixels to the right per pixel upwards (default: 0)', number('--slant'))
    .option('--shift <right,down>', 'off the middle, in pixels (default: 0,0)', parseShift)
    .option('--noise <n>', 'standard deviation of noise on every pixel (default: 0)', number('--noise', { min: 0 }))
    .option('--no-antialias', 'only black and white pixels')
    .option('--robustness', 'also the digits in 225 geometries: thickness, shift, slant')
    .option('--reject', 'also which of the 128 an expert refuses as no digit')
    .addOption(
      new Option('--picture <name>', 'the ten digits, the surest three of each class, or the map of all 128')
        .choices(['atlas', 'digits', 'columns'])
        .default('atlas'),
    )
    .addHelpText(
      'after',
      `
Segments: a above, b c on the right, d below, e f on the left, g in the middle.

Examples:
  interp sevenseg --out atlas.png
  interp sevenseg --picture columns --out columns.png --model my-lenet/model.json
  interp sevenseg --thickness 4 --slant 0.2 --shift 1,-2 --json --save segments.safetensors
  interp sevenseg --robustness`,
    )
    .action((options: SevensegOptions) =>
      runCommand('sevenseg', options, terminal, async (job) => (await import('./run.js')).sevenseg(job)),
    );

import { z } from 'zod';
import { InterpError, plainText } from '@interp/checks';

/** What a model file does not say of its inputs and outputs; kept beside it, in `interp.json`. */
export interface ModelSettings {
  /** Lowest and highest value of an input, for black and white pixels. */
  readonly bounds?: readonly [low: number, high: number];
  /** What is subtracted from pixels in [0, 1], one number or one a channel of the model; in place of `bounds`. */
  readonly mean?: readonly number[];
  /** What they are divided by after that. */
  readonly std?: readonly number[];
  /** Width and height of an image in pixels, for a model that leaves them open; of a sequence, the first is the length. */
  readonly size?: readonly [width: number, height: number];
  /** How pictures of other sizes are fitted: the sides cut off, all of it with a border, or stretched. */
  readonly fit?: 'cover' | 'contain' | 'stretch';
  /** The order of the channels; with `grey`, colours are taken off. */
  readonly channels?: 'rgb' | 'bgr' | 'grey';
  /** The names of the classes, in their order. */
  readonly labels?: readonly string[];
  /** What the outputs are, where the model does not tell. */
  readonly returns?: 'logits' | 'probabilities' | 'sigmoid' | 'values';
  /** The output that is meant, by its name, of a model of several. */
  readonly output?: string;
  /** The input that pictures are, by its name, of a model of several. */
  readonly input?: string;
}

const perChannel = (numbers: z.ZodNumber) => z.array(numbers).min(1).max(4);
const side = z.int().min(1).max(10_000);
const longest = 100_000;

const schema: z.ZodType<ModelSettings> = z
  .strictObject({
    bounds: z
      .tuple([z.number(), z.number()])
      .refine(([low, high]) => low < high, 'expected the lower one first')
      .exactOptional(),
    mean: perChannel(z.number()).exactOptional(),
    std: perChannel(z.number().gt(0)).exactOptional(),
    size: z.tuple([side, side]).exactOptional(),
    fit: z.enum(['cover', 'contain', 'stretch']).exactOptional(),
    channels: z.enum(['rgb', 'bgr', 'grey']).exactOptional(),
    labels: z.array(z.string().min(1).max(1000)).min(1).max(longest).exactOptional(),
    returns: z.enum(['logits', 'probabilities', 'sigmoid', 'values']).exactOptional(),
    output: z.string().min(1).max(1000).exactOptional(),
    input: z.string().min(1).max(1000).exactOptional(),
  })
  .refine(({ bounds, mean, std }) => !bounds || !(mean ?? std), 'expected bounds, or mean and std');

/**
 * Checks settings of a model.
 *
 * @param settings - anything
 * @param where - what they are from, for the message
 * @returns the settings
 * @throws InterpError `bad-option` naming the first that is wrong
 */
export const parseModelSettings = (settings: unknown, where: string): ModelSettings => {
  const result = schema.safeParse(settings);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  const name = path.length > 0 ? ` at ${plainText(path.join('.'), 40)}` : '';
  throw new InterpError(
    'bad-option',
    `${where} is not well-formed${name} (${plainText(message, 90)}); expected bounds, mean, std, size, fit, channels, labels, returns, output or input`,
    { cause: result.error },
  );
};

import type { Architecture, LayerBox } from '../architecture.js';
import { type Box, boxesOf, ordered } from './boxes.js';
import { foldRepeats, type FoldedBox, type FoldedNetwork } from './repeats.js';
import { withSmallSteps } from './small-steps.js';

/** How many boxes a picture has at most without repetitions that differ in their sizes being drawn once. */
const wanted = 36;

/** How many boxes and connections a picture has at most. */
const most = { boxes: 160, connections: 400 };

const lastOf = ({ parts }: Box): LayerBox => parts.at(-1)!.layers.at(-1)!;

/** What boxes must have in common to stand for each other: kinds, settings, and the shape of the output, or its places alone. */
const label =
  (places: boolean) =>
  (box: Box): string => {
    const { shape } = lastOf(box);
    const detail = (text: string | undefined): string | undefined =>
      places ? text?.replace(/,? ?groups \d+/, '') : text;
    const parts = box.parts.map(({ layers, as }) => as || layers.map((layer) => [layer.kind, detail(layer.detail)]));
    return JSON.stringify([parts, shape.length, places ? shape.slice(0, -1) : shape]);
  };

const connectionsOf = (boxes: readonly FoldedBox[]): number =>
  boxes.reduce((sum, { inputs }) => sum + inputs.length, 0);

/** Boxes one after the other put together, two at a time, where they are in the same frame. */
const inPairs = ({ boxes, frames }: FoldedNetwork): FoldedNetwork => {
  const pairs: number[][] = [];
  boxes.forEach(({ frame }, i) => {
    const last = pairs.at(-1);
    if (last?.length === 1 && boxes[last[0]].frame === frame) last.push(i);
    else pairs.push([i]);
  });
  const place = new Map(pairs.flatMap((pair, i) => pair.map((one) => [one, i] as const)));
  return {
    frames,
    boxes: pairs.map((pair, i): FoldedBox => {
      const own = pair.map((one) => boxes[one]);
      const inputs = own.flatMap((box) => box.inputs.map((one) => place.get(one)!)).filter((one) => one !== i);
      const parts = own.flatMap(({ all }) => all[0].parts);
      const all = own.length === 1 ? own[0].all : [{ parts: [{ layers: parts.flatMap(({ layers }) => layers), as: '' }], inputs: [] }]; // prettier-ignore
      return { all, inputs: [...new Set(inputs)], frame: own[0].frame };
    }),
  };
};

/**
 * A network as a picture shows it: small steps share a box with the layer before them, and repetitions are drawn once, in a frame. What is still too
 * large for a picture has boxes that stand for many layers.
 *
 * @param architecture - the network; inputs of layers are names of layers
 * @returns boxes and frames
 */
export const foldArchitecture = ({ layers }: Architecture): FoldedNetwork => {
  const boxes = withSmallSteps(boxesOf(layers));
  const ways = (['branch', 'depth'] as const).map((by) =>
    foldRepeats(ordered(boxes, by), [label(false), label(true)], wanted),
  );
  let [found] = ways.toSorted((a, b) => a.boxes.length - b.boxes.length);
  for (let layersABox = 2; layersABox < 2 * boxes.length; layersABox *= 2) {
    if (found.boxes.length <= most.boxes && connectionsOf(found.boxes) <= most.connections) break;
    // Frames hold boxes apart, and go where that leaves too many.
    const flat = { boxes: found.boxes.map((box) => ({ ...box, frame: undefined })), frames: [] };
    found = inPairs(layersABox < 64 ? found : flat);
  }
  return found;
};

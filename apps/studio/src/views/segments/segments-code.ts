import type { ShippedNetwork, ViewValues } from '../../state/studio-state.js';

/** A program that shows a display to a network in Node.js. */
export const segmentsCode = (
  network: ShippedNetwork,
  { lit, thickness, slant, right, down }: ViewValues<'segments'>,
): string =>
  `import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { pretrained } from '@interp/pretrained';
import { classifySegments, segmentImages, shortestFlips, stateOf } from '@interp/sevenseg';

await startBackend('wasm');
const net = classifier(await pretrained('${network}'));
const images = segmentImages({ thickness: ${thickness}, slant: ${slant}, shift: [${right}, ${down}], bounds: net.bounds });
const answers = classifySegments(net, images);
const state = stateOf('${lit}');
const flips = shortestFlips(state, (other) => answers[other].class !== answers[state].class, (other) => answers[other].probability);
console.log(JSON.stringify({ class: answers[state].class, probability: answers[state].probability, flips: flips?.flips ?? '' }));
images.dispose();
`;

/** The command that shows all displays to a network. */
export const segmentsCommand = (
  network: ShippedNetwork,
  { thickness, slant, right, down }: ViewValues<'segments'>,
): string =>
  `npx interp sevenseg --model ${network} --thickness ${thickness} --slant ${slant} --shift ${right},${down} --json`;

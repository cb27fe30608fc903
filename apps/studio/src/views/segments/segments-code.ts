import { networkCode, networkFlags, type NetworkOf } from '../../code/network-code.js';
import type { ViewValues } from '../../state/studio-state.js';

/** A program that shows a display to a network in Node.js. */
export const segmentsCode = (of: NetworkOf, { lit, thickness, slant, right, down }: ViewValues<'segments'>): string => {
  const { imports, value } = networkCode(of);
  return `import { startBackend } from '@interp/backend';
${imports}
import { classifySegments, segmentImages, shortestFlips, stateOf } from '@interp/sevenseg';

await startBackend('wasm');
const net = ${value};
const images = segmentImages({ thickness: ${thickness}, slant: ${slant}, shift: [${right}, ${down}], bounds: net.bounds });
const answers = classifySegments(net, images);
const state = stateOf('${lit}');
const flips = shortestFlips(state, (other) => answers[other].class !== answers[state].class, (other) => answers[other].probability);
console.log(JSON.stringify({ class: answers[state].class, probability: answers[state].probability, flips: flips?.flips ?? '' }));
images.dispose();
`;
};

/** The command that shows all displays to a network. */
export const segmentsCommand = (of: NetworkOf, { thickness, slant, right, down }: ViewValues<'segments'>): string =>
  `npx interp sevenseg ${networkFlags(of).join(' ')} --thickness ${thickness} --slant ${slant} --shift ${right},${down} --json`;

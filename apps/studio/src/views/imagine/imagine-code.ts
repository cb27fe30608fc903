import { inputCode } from '../../code/input-code.js';
import { networkCode, networkFlags, type NetworkOf } from '../../code/network-code.js';
import { classesOf, type AscentValues } from './ascent-values.js';

/** What was imagined for a network, and how. */
interface ImaginedFor {
  /** The settings. */
  readonly values: AscentValues;
  /** Where it began, 784 bytes; undefined where that was noise or a blank image. */
  readonly pixels: Uint8Array | undefined;
}

/** The same, with the network. */
export type ImaginedOf = ImaginedFor & NetworkOf;

const startOf = ({ values, pixels }: ImaginedOf): string => {
  if (values.method === 'decoder') return '';
  if (values.start !== 'input' || !pixels) return `const start = '${values.start === 'blank' ? 'blank' : 'random'}';\n`;
  return `${inputCode(pixels, 'start')}\n`;
};

const callOf = ({ method, lambda, gamma, steps, seed, expert, decoder, ...values }: AscentValues): string => {
  const common = `classes: [${classesOf(values).join(', ')}], seed: ${seed}`;
  switch (method) {
    case 'am':
      return `prototypes(net, { ${common}, start, lambda: ${lambda}, steps: ${steps}, restarts: 1 })`;
    case 'background':
      return `backgroundAddition(net, start, { ${common} })`;
    case 'expert':
      return `expertPrototypes(net, density(await pretrainedRbm('${expert}')), { ${common}, start, gamma: ${gamma}, steps: ${steps} })`;
    case 'decoder':
      return `decoderPrototypes(net, decoder(await pretrainedGenerator('${decoder}')), { ${common}, lambda: ${lambda}, steps: ${steps}, restarts: 1, threshold: 0 })`;
  }
};

const imported = {
  am: { from: 'prototypes', others: '' },
  background: { from: 'backgroundAddition', others: '' },
  expert: {
    from: 'expertPrototypes',
    others: "import { pretrainedRbm } from '@interp/pretrained';\nimport { density } from '@interp/rbm';\n",
  },
  decoder: {
    from: 'decoderPrototypes',
    others: "import { decoder } from '@interp/gan';\nimport { pretrainedGenerator } from '@interp/pretrained';\n",
  },
} as const;

/** A program that computes prototypes in Node.js. */
export const imagineCode = (of: ImaginedOf): string => {
  const { from, others } = imported[of.values.method];
  const { imports, value } = networkCode(of);
  const tf =
    of.values.start === 'input' && of.pixels && of.values.method !== 'decoder'
      ? "import * as tf from '@tensorflow/tfjs-core';\n"
      : '';
  return `import { ${from} } from '@interp/am';
import { startBackend } from '@interp/backend';
${imports}
${others}${tf}
await startBackend('wasm');
const net = ${value};
${startOf(of)}const { images, items } = await ${callOf(of.values)};
console.log(JSON.stringify(items.map(({ class: wanted, probability }) => ({ class: wanted, probability }))));
images.dispose();
`;
};

/** The command that computes prototypes; where they begin at a drawing, of the picture that can be downloaded. */
export const imagineCommand = (of: ImaginedOf): string => {
  const { values } = of;
  const { method, lambda, gamma, steps, seed, expert, decoder, start } = values;
  const init = start === 'input' ? ' --init digit.png --prepare fit' : ` --init ${start}`;
  const own = {
    am: `${init} --lambda ${lambda} --steps ${steps} --restarts 1`,
    background: init,
    expert: `${init} --expert ${expert} --gamma ${gamma} --steps ${steps}`,
    decoder: ` --decoder ${decoder} --lambda ${lambda} --steps ${steps} --restarts 1 --threshold 0`,
  }[method];
  return `npx interp prototype ${networkFlags(of).join(' ')} --method ${method} --class ${values.class}${own} --seed ${seed}`;
};

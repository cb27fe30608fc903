import { inputArgument, inputCode, type CodeInput } from '../../code/input-code.js';
import { networkCode, networkFlags, type NetworkOf } from '../../code/network-code.js';
import { beginsAtInput, classesOf, mostClasses, type AscentValues } from './ascent-values.js';

/** What was imagined for a network, and how. */
interface ImaginedFor {
  /** The settings. */
  readonly values: AscentValues;
  /** Where it began; undefined where that was noise or a blank image. */
  readonly given: CodeInput | undefined;
  /** How many classes the network has. */
  readonly classes: number;
}

/** The same, with the network. */
export type ImaginedOf = ImaginedFor & NetworkOf;

const startOf = ({ values, given }: ImaginedOf): { readonly imports: readonly string[]; readonly lines: string } => {
  if (values.method === 'decoder') return { imports: [], lines: '' };
  if (!beginsAtInput(values) || !given)
    return { imports: [], lines: `const start = '${values.start === 'blank' ? 'blank' : 'random'}';\n` };
  const { imports, lines } = inputCode(given, 'start');
  return { imports, lines: `${lines}\n` };
};

const callOf = (
  { method, lambda, gamma, steps, seed, expert, decoder, ...values }: AscentValues,
  classes: number,
): string => {
  const common = `classes: [${classesOf(values, classes).join(', ')}], seed: ${seed}`;
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
  const start = startOf(of);
  return `import { ${from} } from '@interp/am';
import { startBackend } from '@interp/backend';
${[imports, ...start.imports].join('\n')}
${others}
await startBackend('wasm');
const net = ${value};
${start.lines}const { images, items } = await ${callOf(of.values, of.classes)};
console.log(JSON.stringify(items.map(({ class: wanted, probability }) => ({ class: wanted, probability }))));
images.dispose();
`;
};

/** The command that computes prototypes; where they begin at a drawing, of the picture that can be downloaded. */
export const imagineCommand = (of: ImaginedOf): string => {
  const { values, given, classes } = of;
  const { method, lambda, gamma, steps, seed, expert, decoder, start } = values;
  const isFromInput = start === 'input' && given;
  // A digit is the picture that can be downloaded, also where it is a sample.
  const init = isFromInput ? ` --init ${inputArgument(given)}` : ` --init ${start}`;
  const own = {
    am: `${init} --lambda ${lambda} --steps ${steps} --restarts 1`,
    background: init,
    expert: `${init} --expert ${expert} --gamma ${gamma} --steps ${steps}`,
    decoder: ` --decoder ${decoder} --lambda ${lambda} --steps ${steps} --restarts 1 --threshold 0`,
  }[method];
  const wanted = values.class === 'all' && classes <= mostClasses ? 'all' : classesOf(values, classes).join(',');
  return `npx interp prototype ${networkFlags(of).join(' ')} --method ${method} --class ${wanted}${own} --seed ${seed}`;
};

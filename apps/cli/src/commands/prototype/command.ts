import { Command, Option } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import { inputHelp, integer, number, withCommon, withDefaults, withImages, withModel } from '../../shell/options.js';
import { amSteps, defaultDecoder, defaultExpert, type PrototypeOptions } from './options.js';

const loadDefaults = async () => {
  const { backgroundOptions, decoderOptions, expertOptions, prototypeOptions } = await import('@interp/am');
  const { objective, lambda, totalVariation: tv, jitter } = prototypeOptions.defaults;
  const { steps: expertSteps, gamma } = expertOptions.defaults;
  const { steps: decoderSteps, threshold, pick } = decoderOptions.defaults;
  const { side, order } = backgroundOptions.defaults;
  return { objective, lambda, tv, jitter, expertSteps, gamma, decoderSteps, threshold, pick, side, order };
};

/** `interp prototype` */
export const prototypeCommand = (run: RunCommand): Command =>
  withDefaults(withImages(withModel(withCommon(new Command('prototype')))), loadDefaults)
    .description('prototypes: an image for each class that the network is as sure of as possible')
    .addOption(
      new Option(
        '--method <name>',
        'activation maximisation (am), patches replaced by background, or am with an expert or a decoder',
      )
        .choices(['am', 'background', 'expert', 'decoder'])
        .default('am'),
    )
    .option('--class <classes>', "a class by its number or name, several as 0,3,8, or 'all'", 'all')
    .option('--init <input>', "where to start: 'random' (default; of background 'blank'), 'blank' or an INPUT")
    .addOption(
      new Option('--objective <name>', 'what is maximised (default: {objective})').choices([
        'probability',
        'log-probability',
        'logit',
      ]),
    )
    .option('--lambda <n>', 'weight of the penalty ||x||²', number('--lambda', { min: 0 }))
    .addOption(
      new Option('--optimizer <name>', 'optimiser of the ascent (default: adam)').choices([
        'adam',
        'momentum',
        'plain',
      ]),
    )
    .option('--rate <n>', 'length of a step', number('--rate', { above: 0 }))
    .option(
      '--steps <n>',
      `steps of each run (default: ${amSteps}; expert {expertSteps}, decoder {decoderSteps})`,
      integer('--steps', { min: 0 }),
    )
    .option('--tv <n>', 'weight of the penalty on total variation', number('--tv', { min: 0 }))
    .option('--jitter <pixels>', 'random moves before each step', integer('--jitter', { min: 0 }))
    .option('--restarts <n>', 'runs of each prototype from different noise', integer('--restarts', { min: 1 }))
    .option('--decoder <model>', `${defaultDecoder} (default), generator-conv, or a TensorFlow.js model.json`)
    .option(
      '--threshold <p>',
      'probability at which an ascent through a decoder stops (default: {threshold}; 0 runs all steps)',
      number('--threshold', { min: 0, max: 1 }),
    )
    .option(
      '--expert <rbm>',
      `${defaultExpert} (default), rbm-100, or a Gaussian RBM in .safetensors; also together with a decoder`,
    )
    .option('--gamma <n>', "the expert's weight (default: {gamma}; 0 with --pick odd)", number('--gamma', { min: 0 }))
    .option('--side <pixels>', 'side of a patch', integer('--side', { min: 1 }))
    .option('--background <n>', "what a patch is set to (default: the network's lowest value)", number('--background'))
    .addOption(
      new Option('--order <name>', 'in what order patches are tried (default: {order})').choices([
        'rows',
        'columns',
        'random',
      ]),
    )
    .option('--passes <n>', 'passes over all patches (default: until none is kept)', integer('--passes', { min: 1 }))
    .option('--alternate <n>', 'how many times to alternate with am', integer('--alternate', { min: 0 }))
    .addOption(
      new Option(
        '--pick <which>',
        'which run to keep: the best, or of a decoder the one that another network recognises least (odd)',
      ).choices(['best', 'odd']),
    )
    .addOption(new Option('--contrast <curve>', 'contrast curve of the picture: (2/π) atan x').choices(['atan']))
    .option('--history', 'the picture is a chart of the objective after each step')
    .option('--compare', 'compare am, expert and decoder on one --class; the picture is a chart of the three')
    .option('--judge <model>', 'the network that judges the prototypes (default: lenet-relu; for lenet-relu, lenet)')
    .addHelpText(
      'after',
      `${inputHelp}
Examples:
  interp prototype --method am --class all --out prototypes.png
  interp prototype --class 5 --init mnist:test/class=5/0 --objective probability
  interp prototype --method background --class 5 --init blank --history --out rise.svg
  interp prototype --method expert --class 5 --init sample:5 --gamma 0.1
  interp prototype --method decoder --class all --out digits.png
  interp prototype --method decoder --class 2 --restarts 100 --pick odd --out odd.png
  interp prototype --method decoder --expert rbm-100 --gamma 0.1 --judge my-lenet/model.json
  interp prototype --compare --class 5 --out ascents.svg
  interp prototype --class 0,8 --steps 400 --contrast atan --json --save prototypes.safetensors`,
    )
    .action((options: PrototypeOptions) =>
      run('prototype', options, async (job) => (await import('./run.js')).run(options, job)),
    );

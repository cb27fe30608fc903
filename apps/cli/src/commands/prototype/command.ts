import { Command } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import { count, inputHelp, withCommon, withDefaults, withImages, withModel, withOptions } from '../../shell/options.js';
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
  withOptions(withDefaults(withImages(withModel(withCommon(new Command('prototype')))), loadDefaults), {
    '--method <name>': [
      'activation maximisation (am), patches replaced by background, or am with an expert or a decoder',
      ['am', 'background', 'expert', 'decoder'],
      'am',
    ],
    '--class <classes>': ["a class by its number or name, several as 0,3,8, or 'all'", undefined, 'all'],
    '--init <input>': "where to start: 'random' (default; of background 'blank'), 'blank' or an INPUT",
    '--objective <name>': ['what is maximised (default: {objective})', ['probability', 'log-probability', 'logit']],
    '--lambda <n>': ['weight of the penalty ||x||²', { min: 0 }],
    '--optimizer <name>': ['optimiser of the ascent (default: adam)', ['adam', 'momentum', 'plain']],
    '--rate <n>': ['length of a step', { above: 0 }],
    '--steps <n>': [
      `steps of each run (default: ${amSteps}; expert {expertSteps}, decoder {decoderSteps})`,
      { integer: true, min: 0 },
    ],
    '--tv <n>': ['weight of the penalty on total variation', { min: 0 }],
    '--jitter <pixels>': ['random moves before each step', { integer: true, min: 0 }],
    '--restarts <n>': ['runs of each prototype from different noise', count],
    '--draws <n>': ['latent codes drawn for each prototype, at the best of which runs start (default: 64)', count],
    '--decoder <model>': `${defaultDecoder} (default), generator-conv, or a TensorFlow.js model.json`,
    '--threshold <p>': [
      'probability at which an ascent through a decoder stops (default: {threshold}; 0 runs all steps)',
      { min: 0, max: 1 },
    ],
    '--expert <rbm>': `${defaultExpert} (default), rbm-100, or a Gaussian RBM in .safetensors; also together with a decoder`,
    '--gamma <n>': ["the expert's weight (default: {gamma}; 0 with --pick odd)", { min: 0 }],
    '--side <pixels>': ['side of a patch', count],
    '--background <n>': ["what a patch is set to (default: the network's lowest value)", {}],
    '--order <name>': ['in what order patches are tried (default: {order})', ['rows', 'columns', 'random']],
    '--passes <n>': ['passes over all patches (default: until none is kept)', count],
    '--alternate <n>': ['how many times to alternate with am', { integer: true, min: 0 }],
    '--pick <which>': [
      'which run to keep: the best, or of a decoder the one that another network recognises least (odd)',
      ['best', 'odd'],
    ],
    '--contrast <curve>': ['contrast curve of the picture: (2/π) atan x', ['atan']],
    '--history': 'the picture is a chart of the objective after each step',
    '--compare': 'compare am, expert and decoder on one --class; the picture is a chart of the three',
    '--judge <model>': 'the network that judges the prototypes (default: lenet-relu; for lenet-relu, lenet)',
  })
    .description('prototypes: an image for each class that the network is as sure of as possible')
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

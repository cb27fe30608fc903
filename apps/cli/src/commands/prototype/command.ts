import { prototypeDefaults } from '../../methods/prototype.js';
import { commandOf } from '../../shell/command.js';
import { inputHelp, withImages, withModel } from '../../shell/options.js';
import { prototypeTexts, type PrototypeOptions } from './options.js';

/** `interp prototype` */
export const prototypeCommand = commandOf<PrototypeOptions>('prototype', {
  says: 'prototypes: an image for each class that the network is as sure of as possible',
  shared: [withModel, withImages],
  own: prototypeTexts,
  defaults: prototypeDefaults,
  help: `${inputHelp}
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
  work: async (_, options, job) => (await import('./run.js')).run(options, job),
});

// node --import …/tools/rehearse/libtensorflow/hook.mjs: every process finds the @tensorflow/tfjs-node of out/native.
import { register } from 'node:module';

register('./resolve.mjs', import.meta.url);

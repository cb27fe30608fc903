import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { kerasModel } from '@interp/keras';
import { networkOf } from '@interp/core';
await tf.setBackend('cpu');
for (const [d, n] of [['mj3','branches'],['mjs3','squeezes']]) try {
const m = await kerasModel(readFileSync(`/tmp/keras/${d}/model.json`), { weights: (p) => readFileSync(`/tmp/keras/${d}/` + p) });
const a = JSON.parse(readFileSync('/work/w/keras/packages/keras/test/files/answers-3.json'))[n];
const y = Object.values(networkOf(m).run(tf.tensor(a.pictures, [2, 8, 8, n==='branches'?2:3])))[0].dataSync();
console.log(Math.max(...a.outputs.map((v, i) => Math.abs(v - y[i]))));
} catch (e) { console.log(e.message) }

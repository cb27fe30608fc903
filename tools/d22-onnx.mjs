import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { startBackend } from '@interp/backend'; import * as tf from '@tensorflow/tfjs-core';
import { classifier } from '@interp/core';
import * as onnx from '@interp/onnx';
const [, , name='mobilenet_v2', reps = 40, which='both'] = process.argv;
const cpu = () => { const c = process.cpuUsage(); return (c.user + c.system) / 1e3; };
await startBackend('wasm', { threads: 1 });
const file = `/tmp/h22/ox/${name}.onnx`;
const bytes = readFileSync(file);
if (process.argv[5]) console.log(Object.keys(onnx));
const x = new Float32Array(readFileSync(`/tmp/h22/ox/${name}.x`).buffer.slice(0));
const read = (b) => onnx.onnxNetwork(b);
const model = await read(new Uint8Array(bytes));
const network = model.network ?? model;
const c = classifier(network, { returns: 'logits', bounds: [-10, 10] });
console.log(c.inputShape);
const ort = createRequire('/tmp/d22/ort/x.js')('onnxruntime-node');
const s = which === 'ours' ? undefined : await ort.InferenceSession.create(file, { intraOpNumThreads: 1, interOpNumThreads: 1 });
const n = x.length; const sz = Math.round(Math.sqrt(n / 3));
const feeds = s && { [s.inputNames[0]]: new ort.Tensor('float32', x, [1, 3, sz, sz]) };
const t = tf.tensor(x, [1, ...c.inputShape]);
const a = [], b = [];
for (let r = 0; r < +reps; r++) {
  let c0 = cpu(); const y = c.logits(t); y.dataSync(); y.dispose(); a.push(cpu() - c0);
  if (s) { c0 = cpu(); await s.run(feeds); b.push(cpu() - c0); }
}
const min = (v) => v.length ? Math.min(...v).toFixed(2) : '-'; const med = (v) => v.length? [...v].sort((p, q) => p - q)[v.length >> 1].toFixed(2):'-';
console.log('ours', min(a), med(a), 'ort', min(b), med(b), 'ratio', (Math.min(...a) / Math.min(...b)).toFixed(2));

import { readFileSync, readdirSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from '@interp/backend';
import { kerasModel } from '@interp/keras';
import { networkOf, canWalk, classifier } from '@interp/core';
import { lrp } from '@interp/lrp';
await startBackend(process.env.BACKEND ?? 'wasm');
const dir = process.argv[2]; const only = process.argv.slice(3);
for (const f of readdirSync(dir).filter((f) => /\.(keras|h5)$/.test(f)).sort()) {
  const name = f.replace(/\.\w+$/, '');
  if (only.length && !only.includes(name)) continue;
  const before = tf.memory().numTensors;
  try {
    const j = JSON.parse(readFileSync(`${dir}/${name}.json`));
    const bin = (n, s) => tf.tensor(new Float32Array(readFileSync(`${dir}/${name}.${n}.bin`).buffer.slice(0)), s);
    let xs, want;
    if (Array.isArray(j.x) && typeof j.x[0] === 'object') { xs = j.x.map(({ shape, values }) => tf.tensor(values, shape)); want = j.y.values; }
    else { xs = [bin('x', j.x)]; want = [...new Float32Array(new Uint8Array(readFileSync(`${dir}/${name}.y.bin`)).buffer)]; }
    const t = performance.now();
    const m = await kerasModel(readFileSync(`${dir}/${f}`));
    const load = performance.now() - t;
    const kind = 'predict' in m ? 'layers' : 'network';
    const net = networkOf(m);
    const names = net.inputs.map((i) => i.name);
    const given = xs.length > 1 ? Object.fromEntries(names.map((n) => [n, xs[j.names.findIndex((k)=>k===n)]])) : xs[0];
    let got;
    if (Array.isArray(j.x) && typeof j.x[0] === 'object') got = [...Object.values(net.run(given))[0].dataSync()];
    else got = [...classifier(m, { bounds: [-1000, 1000] }).logits(xs[0]).dataSync()];
    const max = Math.max(...want.map(Math.abs));
    // logits that come through a softmax may be shifted
    const err = Math.max(...got.map((g, i) => Math.abs(g - want[i]))) / max;
    let walk = canWalk(net), rel = '';
    if (walk && process.env.LRP) { const c = classifier(m, { bounds: [-1000, 1000] }); const r = lrp(c, xs[0], { }); const l=r.results?.[0] ?? r; rel = String(l.conservationError ?? Object.keys(r)); }
    console.log(f.padEnd(26), kind, walk ? 'walks' : 'stuck', err < 1e-4 ? 'ok  ' : 'WRONG', err.toExponential(1), `${load.toFixed(0)} ms`, rel);
    if ('predict' in m) m.dispose();
  } catch (e) { console.log(f.padEnd(26), 'ERR', e.code, e.message.slice(0, 260), e.code ? '' : e.stack, process.env.CAUSE ? e.cause : ''); }
}

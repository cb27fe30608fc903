import { Session } from 'node:inspector/promises';
import { startBackend } from '@interp/backend'; import * as tf from '@tensorflow/tfjs-core';
import { classifier, random } from '@interp/core'; import { lenet } from '@interp/lenet'; import { gradient, lrp } from '@interp/lrp';
console.log((await startBackend('wasm', { threads: 1 })).kernels);
const c = classifier(lenet({ seed: 1 })); const x = tf.tensor(random(1).uniforms(784), [1, 28, 28, 1]);
const f = process.argv[2] === 'lrp' ? () => lrp(c, x, process.argv[3] ? { target: 3 } : {}).relevance.dispose() : () => gradient(c, x, process.argv[3] ? { target: 3 } : {}).relevance.dispose();
const cpu = () => { const q = process.cpuUsage(); return (q.user + q.system); };
for (let i = 0; i < 3000; i++) f();
let best = Infinity; for (let r = 0; r < 40; r++) { const c0 = cpu(); for (let i = 0; i < 100; i++) f(); best = Math.min(best, (cpu() - c0) / 100); }
console.log(process.argv[2], best.toFixed(1), 'µs');
const s = new Session(); s.connect(); await s.post('Profiler.enable'); await s.post('Profiler.setSamplingInterval', { interval: 100 }); await s.post('Profiler.start');
const N = 8000; for (let i = 0; i < N; i++) f();
const { profile } = await s.post('Profiler.stop');
const self = new Map(); const nodes = new Map(profile.nodes.map((o) => [o.id, o])); let tot = 0;
profile.samples.forEach((id, i) => { const q = nodes.get(id).callFrame; const k = `${q.functionName || '?'} ${q.url.split('/').slice(-2).join('/')}:${q.lineNumber}`; const d = profile.timeDeltas[i]; tot += d; self.set(k, (self.get(k) ?? 0) + d); });
for (const [k, v] of [...self].sort((a, b) => b[1] - a[1]).slice(0, +process.env.TOP || 40)) console.log((100 * v / tot).toFixed(1).padStart(5), k);

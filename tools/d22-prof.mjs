// node d22-prof.mjs what n reps batch : kernels' time and JS self time in the steady state
import { Session } from 'node:inspector/promises';
import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { classifier, random } from '@interp/core';
import { alphaBeta, any, epsilon, epsilonPlus, gradient, lrp, ofType } from '@interp/lrp';
import { mobileNetV2 } from './measure/bench/mobile-net-v2.mjs';
const [, , what, reps = 30, n = 1] = process.argv;
console.log((await startBackend('wasm', { threads: 1 })).kernels);
const size = 224, model = mobileNetV2(size), network = classifier(model);
const x = tf.tensor(random(2).uniforms(n * size * size * 3, -1, 1), [+n, size, size, 3]);
const rules = [[ofType('GlobalAveragePooling2D'), epsilon()], [any, alphaBeta()]];
const f = { forward: () => network.logits(x), gradient: () => gradient(network, x).relevance, lrp: () => lrp(network, x, { rules }).relevance, plus: () => lrp(network, x, { rules: epsilonPlus() }).relevance }[what];
for (let r = 0; r < 12; r++) f().dispose();
const { kernelTable } = await import('../packages/backend/dist/compiled/kernel-table.js');
const s = new Session(); s.connect();
const cpu = () => { const c = process.cpuUsage(); return (c.user + c.system) / 1e3; };
let best = Infinity; const all = [];
await s.post('Profiler.enable'); await s.post('Profiler.setSamplingInterval', { interval: 200 });
for (let r = 0; r < reps; r++) { const c = cpu(); f().dispose(); all.push(cpu() - c); }
all.sort((a, b) => a - b); console.log('cpu min', all[0].toFixed(1), 'median', all[all.length >> 1].toFixed(1));
await s.post('Profiler.start');
for (let r = 0; r < reps; r++) f().dispose();
const { profile } = await s.post('Profiler.stop');
const self = new Map(); const nodes = new Map(profile.nodes.map((o) => [o.id, o])); let tot = 0;
profile.samples.forEach((id, i) => { const c = nodes.get(id).callFrame; const k = `${c.functionName || '?'} ${c.url.split('/').slice(-2).join('/')}:${c.lineNumber}`; const d = profile.timeDeltas[i]; tot += d; self.set(k, (self.get(k) ?? 0) + d); });
console.log('wall per run', (tot / 1e3 / reps).toFixed(2));
for (const [k, v] of [...self].sort((a, b) => b[1] - a[1]).slice(0, +process.env.TOP || 30)) console.log((v / 1e3 / reps).toFixed(3), k);
// kernels: the least time of each call of the sequence
const table = kernelTable(tf.backend()); let calls = [], at = 0;
for (const name of Object.keys(table)) { const k = table[name]; if (typeof k !== 'function') continue;
  table[name] = (...a) => { const t = performance.now(); const r = k(...a); const d = performance.now() - t; const c = (calls[at++] ??= { name, d: Infinity, a }); if (c.name !== name) throw new Error('sequence'); if (d < c.d) c.d = d; return r; }; }
for (let r = 0; r < 3 * reps; r++) { at = 0; f().dispose(); }
const times = new Map(); let sum = 0; for (const { name, d } of calls) { const e = times.get(name) ?? [0, 0]; e[0] += d; e[1]++; times.set(name, e); sum += d; }
console.log('kernels ms per run', sum.toFixed(2));
for (const [k, [t, c]] of [...times].sort((a, b) => b[1][0] - a[1][0])) console.log(t.toFixed(3), c, k);
if (process.env.CALLS) for (const { name, d, a } of calls) if (d > 0.2) console.log(d.toFixed(3), name, a.map((v) => (v > 1e6 ? '@' : v)).join(' '));

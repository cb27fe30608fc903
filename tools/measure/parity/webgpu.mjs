#!/usr/bin/env node
// npm run webgpu
// Every method on WebGPU in Node.js, computed by SwiftShader, beside wasm: four images, a twentieth of the steps, the published tolerances.
// Says so, and passes, where there is no SwiftShader.
import '../../lib/check-node.mjs';
import { noGpu, softwareGpu } from '@interp/testing/software-gpu';
import { prepare } from '../../prepare.mjs';
import { inProcess } from './backends.mjs';
import { faults, rowsOf } from './compare.mjs';
import { listed } from './methods.mjs';

const gpu = softwareGpu();
if (!gpu) {
  console.log("WebGPU was not tried: SwiftShader is not here, which Debian's chromium brings");
  process.exit();
}
prepare();
const began = performance.now();
const few = async (backend, environment) =>
  new Map(await inProcess(backend, { arguments: ['few'], env: { ...process.env, ...environment } }));
const rows = rowsOf(listed, await few('wasm', noGpu), { webgpu: await few('webgpu', gpu) });
const wrong = faults(rows);
const missing = listed.filter(({ name }) => !rows.some((row) => row.name === name && row.differences.webgpu));
for (const { name, differences } of rows) {
  const { largest, beyond } = differences.webgpu ?? { largest: NaN, beyond: 0 };
  console.log(`${name}: ${largest.toExponential(1)}${beyond > 0 ? `, ${beyond} beyond the tolerance` : ''}`);
}
const all = [...wrong, ...missing.map(({ name }) => `${name} on webgpu: no numbers`)];
for (const fault of all) console.error(fault);
const seconds = Math.round((performance.now() - began) / 1000);
console.log(`webgpu beside wasm: ${rows.length} methods in ${seconds} s, ${all.length} wrong`);
process.exitCode = all.length === 0 ? 0 : 1;

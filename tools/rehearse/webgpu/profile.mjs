#!/usr/bin/env node
// node tools/rehearse/webgpu/profile.mjs
// What our shaders save on WebGPU, into docs/webgpu.md: programs run, bytes, waits and processor times of some methods, without and with them. On SwiftShader, or
// on the graphics card where there is no SwiftShader.
import '../../lib/check-node.mjs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { softwareGpu } from '@interp/testing/software-gpu';
import * as tf from '@tensorflow/tfjs-core';

const own = [
  ...['SignedSums', 'SignedShares', 'SignedConv2D', 'SignedConv2DShares', 'SignedDepthwise', 'SignedDepthwiseShares'],
  ...['SignedQuotients', 'FirstMaximumGrad', 'OverlapAdd', 'Gate', 'SigmoidGrad'],
];

const nothing = () => ({ dispatches: 0, reads: 0, moved: 0, touched: 0, shaders: 0 });

/** Counts what a backend does from now on. */
const counting = (backend) => {
  let count = nothing();
  const bytesOf = ({ shape }) => 4 * tf.util.sizeFromShape(shape);
  const around = (name, before) => {
    const usual = backend[name].bind(backend);
    backend[name] = (...given) => before(usual, ...given);
  };
  around('recordAndSubmit', (usual, program, output, inputs, ...rest) => {
    count.dispatches++;
    count.touched += [output, ...inputs].reduce((bytes, tensor) => bytes + bytesOf(tensor), 0);
    return usual(program, output, inputs, ...rest);
  });
  around('uploadToGPU', (usual, dataId) => {
    const { resource, values } = backend.tensorMap.get(dataId);
    if (!resource && values) count.moved += 4 * values.length;
    return usual(dataId);
  });
  around('readSync', (usual, dataId) => {
    const isHere = backend.tensorMap.get(dataId).values;
    const values = usual(dataId);
    if (!isHere) {
      count.reads++;
      count.moved += values.byteLength;
    }
    return values;
  });
  const { device } = backend;
  const createComputePipeline = device.createComputePipeline.bind(device);
  device.createComputePipeline = (descriptor) => {
    count.shaders++;
    return createComputePipeline(descriptor);
  };
  return () => {
    const before = count;
    count = nothing();
    return before;
  };
};

const measure = async (isStock) => {
  const [{ startBackend }, explain, { subject }] = await Promise.all([
    import('@interp/backend'),
    import('@interp/lrp'),
    import('../../measure/parity/subject.mjs'),
  ]);
  await startBackend('webgpu');
  if (isStock) for (const name of own) tf.unregisterKernel(name, 'webgpu');
  const counted = counting(tf.backend());
  const { net, digits } = await subject([0, 1, 2, 3]);
  const rule = (rules) => () => explain.lrp(net, digits, { rules }).relevance;
  const methods = {
    gradient: () => explain.sensitivity(net, digits).relevance,
    'LRP α2β1': rule(explain.alphaBeta({ alpha: 2, beta: 1 })),
    'LRP z⁺': rule(explain.zPlus()),
    'LRP γ': rule(explain.gamma()),
    'LRP ε': rule(explain.epsilon()),
    'LRP epsilonAlpha2Beta1': rule(explain.epsilonAlpha2Beta1()),
  };
  return Object.entries(methods).map(([name, method]) => {
    counted();
    const times = Array.from({ length: 6 }, (_, run) => {
      const began = process.cpuUsage();
      const relevance = method();
      relevance.dataSync();
      relevance.dispose();
      const { user, system } = process.cpuUsage(began);
      const ms = (user + system) / 1000;
      return run === 0 ? { ms, shaders: counted().shaders } : { ms, ...counted() };
    });
    const [{ ms: first, shaders }, ...later] = times;
    const sorted = later.map(({ ms }) => ms).sort((a, b) => a - b);
    return { name, ...later.at(-1), ms: undefined, first, shaders, later: sorted[2] };
  });
};

const [which] = process.argv.slice(2);
if (which) console.log(JSON.stringify(await measure(which === 'stock')));
else {
  const { prepare } = await import('../../prepare.mjs');
  const { record } = await import('./record.mjs');
  prepare();
  const of = (kind) => {
    const env = { ...process.env, ...softwareGpu() };
    const given = [fileURLToPath(import.meta.url), kind];
    const { stdout, stderr, status } = spawnSync(process.execPath, given, { encoding: 'utf8', env });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  };
  const [stock, ours] = [of('stock'), of('own')];
  const rows = stock.map(({ name, ...rest }, i) => ({ name, stock: rest, own: { ...ours[i], name: undefined } }));
  record('profile', () => ({ date: new Date().toISOString().slice(0, 10), rows }));
  for (const row of rows) console.log(row.name, JSON.stringify(row.stock), '→', JSON.stringify(row.own));
}

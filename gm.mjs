import '@tensorflow/tfjs-backend-cpu';
import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { graphModelNetwork } from '@interp/graph';
import { classifier, canWalk } from '@interp/core';
import { lrp, alphaBeta, epsilonPlus } from '@interp/lrp';
const be = process.argv[3] ?? 'wasm';
if (be==='cpu') await tf.setBackend('cpu'); else await startBackend('wasm');
const conv = await import('/tmp/strangers/tensorflow-tfjs-converter/dist/tf-converter.node.js').catch(e=>{console.log('conv',e.message)});
const path = process.argv[2];
const json = JSON.parse(readFileSync(path));
const weightSpecs = json.weightsManifest.flatMap(g=>g.weights);
const buf = Buffer.concat(json.weightsManifest.flatMap(g=>g.paths).map(p=>readFileSync(join(dirname(path),p))));
const weightData = buf.buffer.slice(buf.byteOffset, buf.byteOffset+buf.length);
const artifacts = {modelTopology: json.modelTopology, weightSpecs, weightData, signature: json.signature, userDefinedMetadata: json.userDefinedMetadata};
let model;
if (conv) model = await conv.loadGraphModel({load: async()=>artifacts});
const t0=performance.now();
const net = graphModelNetwork(model ?? {...artifacts, weights: tf.io.decodeWeights(weightData, weightSpecs)});
console.log('load ms',(performance.now()-t0).toFixed(0));
console.log(JSON.stringify(net.inputs), JSON.stringify(net.outputs), canWalk(net), net.steps.length);
console.log(net.steps.map(s=>s.layer.name.slice(-30)+':'+s.operator.kind).slice(-12).join(' '));
const shape=net.inputs[0].shape.slice(1);
const x=tf.randomUniform([2,...shape],0,1,'float32',3);
const out=net.run(x);
if(model){ const y=model.predict(x); const ys=Array.isArray(y)?y:y.dataId?[y]:Object.values(y);
 console.log('converter names', Array.isArray(y)||y.dataId?model.outputs.map(o=>o.name):Object.keys(y));
 const ours=Object.values(out); ys.forEach((e,i)=>{ const m=ours.find(o=>o.size===e.size&&Math.abs(tf.max(tf.abs(tf.sub(o.flatten?.()??tf.reshape(o,[-1]),tf.reshape(e,[-1])))).dataSync()[0])<1e-2); console.log('out',i,e.shape, m? tf.max(tf.abs(tf.sub(tf.reshape(m,[-1]),tf.reshape(e,[-1])))).dataSync()[0]:'NO MATCH'); }); }
if(net.outputs.length===1){
 const c=classifier(net,{bounds:[0,1]});
 console.log('classes',c.classes,c.probabilities);
 const t=performance.now(); const l=lrp(c,x); const t2=performance.now(); const g=c.gradient(x,(s)=>tf.onesLike(s)); g.gradient.dataSync(); const t3=performance.now(); c.logits(x).dataSync(); const t4=performance.now();
 console.log('lrp',l.scores,l.totals,l.conservationError,l.ratio,'ms',(t2-t).toFixed(0),'grad',(t3-t2).toFixed(0),'fwd',(t4-t3).toFixed(0));
 const l2=lrp(c,x,{rules:epsilonPlus()}); console.log('eps+',l2.totals,l2.conservationError,l2.ratio);
 const s=lrp(c,x,{strict:true});
 const m=tf.moments(l.relevance); console.log('map std',tf.sqrt(m.variance).dataSync()[0]);
 if(model&&be==='cpu'){ const {withCorrectedGradients}=await import('@interp/tape'); const scores=net.outputs[0].scores;
   const ref=withCorrectedGradients(()=>tf.grad(z=>tf.sum(model.predict(z)))(x)); 
   const {outputNetwork}=await import('@interp/core/internal'); const on=outputNetwork(net); const my=tf.grad(z=>tf.sum(on.scores(z)))(x);
   const w=tf.randomNormal([1,c.classes===2&&net.outputs[0].shape[1]===1?1:c.classes],0,1,'float32',5);
   const ref2=withCorrectedGradients(()=>tf.grad(z=>tf.sum(tf.mul(w,model.predict(z))))(x)), my2=tf.grad(z=>tf.sum(tf.mul(w,on.scores(z))))(x);
   console.log('grad diff', tf.max(tf.abs(tf.sub(ref2,my2))).dataSync()[0], 'size', tf.max(tf.abs(ref2)).dataSync()[0]);
 }
}

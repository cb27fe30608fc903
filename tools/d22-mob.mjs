import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { classifier, random } from '@interp/core';
import { alphaBeta, any, epsilon, epsilonPlus, gradient, lrp, ofType } from '@interp/lrp';
import { mobileNetV2 } from './measure/bench/mobile-net-v2.mjs';
await startBackend('wasm',{threads:1});
const [,, what, reps, n=1] = process.argv; const size=224;
const model=mobileNetV2(size), network=classifier(model);
const x=tf.tensor(random(2).uniforms(n*size*size*3,-1,1),[+n,size,size,3]);
const rules=[[ofType('GlobalAveragePooling2D'), epsilon()],[any, alphaBeta()]];
const f={forward:()=>network.logits(x),gradient:()=>gradient(network,x).relevance,lrp:()=>lrp(network,x,{rules}).relevance,plus:()=>lrp(network,x,{rules:epsilonPlus()}).relevance};
for (const w of what.split(',')) {
const best=[];
for(let r=0;r<+reps;r++){const c=process.cpuUsage();const y=f[w]();await y.data();y.dispose();const d=process.cpuUsage(c);best.push((d.user+d.system)/1e3);}
console.log(w,'min cpu',Math.min(...best).toFixed(1),'median',best.sort((a,b)=>a-b)[best.length>>1].toFixed(1), tf.memory().numTensors);}

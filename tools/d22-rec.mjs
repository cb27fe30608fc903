import './d22-why.mjs';
import * as tf from '@tensorflow/tfjs-core';
import { classifier, random } from '@interp/core';
import { gradient } from '@interp/lrp';
import { mobileNetV2 } from './measure/bench/mobile-net-v2.mjs';
const network=classifier(mobileNetV2(224)); 
const bits=(y)=>{const v=y.dataSync(); let h=0; for(const b of new Uint32Array(v.buffer,v.byteOffset,v.length)) h=(h*31+b)|0; y.dispose(); return h};
for (let i=0;i<7;i++){ const x=tf.tensor(random(2+i%2).uniforms(224*224*3,-1,1),[1,224,224,3]); console.log(bits(gradient(network,x).relevance), bits(network.logits(x)));}

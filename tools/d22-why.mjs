// why a recording is refused
import { startBackend } from '@interp/backend'; import * as tf from '@tensorflow/tfjs-core';
await startBackend('wasm',{threads:1});
const b=tf.backend(); const rk=b.recordKernels;
b.recordKernels=(w,m)=>{ let why; const r=rk((t)=>{try{w(t)}catch(e){why=e;throw e}},m); console.log('recorded',!!r,r?.bytes, why?.stack?.split('\n').slice(0,7).join('\n')); return r};

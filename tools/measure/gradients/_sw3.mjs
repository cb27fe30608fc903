import { doublePrecision } from '/work/w/sweep/tools/measure/gradients/double-precision.mjs';
import { layerCases } from '/work/w/sweep/tools/measure/gradients/layer-cases.mjs';
import { opCases } from '/work/w/sweep/tools/measure/gradients/op-cases.mjs';
import { expectedOf, foundOf } from '/work/w/sweep/tools/measure/gradients/gradients.mjs';
import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
const double = doublePrecision();
const all=[...layerCases,...opCases].filter(c=>!process.argv[3]||`${c.group}: ${c.name}`.includes(process.argv[3]));
const t0=Date.now();
const want=all.map(c=>{try{return expectedOf(c,double)}catch(e){return {error:String(e)}}});
console.log('expected',Date.now()-t0,'ms');
const err=(f,e)=>{const s=Math.max(...e.map(Math.abs),1e-30);return f.length!==e.length?Infinity:Math.max(...e.map((v,i)=>{const d=Math.abs(f[i]-v);return Number.isNaN(d)?Infinity:d}))/s};
for (const b of (process.argv[2]??'cpu,wasm').split(',')) { await startBackend(b); const t1=Date.now(); let n=0;
 for (let i=0;i<all.length;i++){ const c=all[i]; const label=`${b} ${c.group}: ${c.name}`;
  if(want[i].error){ if(b==='cpu'||process.argv[2]===b) console.log(label,'REF',want[i].error.slice(0,150)); }
  let f; try { f=await foundOf(c);} catch(e){console.log(label,'THROWS',String(e).slice(0,150));continue}
  for (const [k,v] of Object.entries(f)) { n++; if(v.error){console.log(label,k,'ERR',v.error.slice(0,200));continue}
   if(want[i].error) continue;
   const es=err(v.scores,want[i].scores), eg=err(v.gradient,want[i].gradient); if(!(es<1e-4)||!(eg<1e-4)) console.log(label,k,'scores',es.toExponential(1),'gradient',eg.toExponential(1)); } }
 console.log(b,n,Date.now()-t1,'ms'); }

'use client';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { lrp } from '@interp/lrp';
import { sampleDigits } from '@interp/mnist';
import { pretrained } from '@interp/pretrained';
import { drawHeatmap, pixelsOf } from '@interp/viz';
import { useEffect, useRef, useState } from 'react';

const wasmPaths = {
  'tfjs-backend-wasm.wasm': new URL('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm', import.meta.url).href,
  'tfjs-backend-wasm-simd.wasm': new URL(
    '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
    import.meta.url,
  ).href,
  'tfjs-backend-wasm-threaded-simd.wasm': new URL(
    '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm',
    import.meta.url,
  ).href,
};

/** Draws the relevance of a digit on a canvas. */
export default function Heatmap({ digit }) {
  const canvas = useRef(null);
  const [read, setRead] = useState('');
  useEffect(() => {
    const draw = async () => {
      const { name } = await startBackend('wasm', { wasmPaths });
      const images = sampleDigits().images([digit]);
      const { relevance, targets } = lrp(classifier(await pretrained('lenet')), images);
      drawHeatmap(canvas.current, await pixelsOf(relevance), { images: await pixelsOf(images), scale: 8 });
      relevance.dispose();
      images.dispose();
      setRead(`${name} ${targets[0]}`);
    };
    draw().catch((error) => setRead(`failed: ${error.stack}`));
  }, [digit]);
  return (
    <figure>
      <canvas ref={canvas} />
      <figcaption role="status">{read}</figcaption>
    </figure>
  );
}

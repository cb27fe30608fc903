import { effect } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Rgba } from '../compute/pictures.js';
import { withPoint, type Input } from '../state/input.js';
import { change, input } from '../state/store.js';
import { words } from '../words/words.js';
import { arrowStep } from './arrow-step.js';
import { canvasOf } from './pictures/rgba-canvas.js';
import { useFirstFrame } from './use-first-frame.js';

/** Pixels of the canvas a side; strokes have 256. */
const side = 280;
const scale = side / 256;

/** How far an arrow key moves the pen. */
const keyStep = 8;

const paint = (
  canvas: HTMLCanvasElement,
  drawn: Input,
  seen: Rgba | undefined,
  pen: readonly [number, number] | undefined,
): void => {
  // A canvas in memory: for so small a one the graphics card costs more than it saves, a tenth of a second to begin with.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return;
  context.fillStyle = '#000';
  context.fillRect(0, 0, side, side);
  if (drawn.kind === 'strokes') {
    Object.assign(context, { strokeStyle: '#fff', lineWidth: 25, lineCap: 'round', lineJoin: 'round' });
    for (const stroke of drawn.strokes) {
      context.beginPath();
      context.moveTo(stroke[0] * scale, stroke[1] * scale);
      for (let i = 0; i < stroke.length; i += 2) context.lineTo(stroke[i] * scale, stroke[i + 1] * scale);
      context.stroke();
    }
  } else if (seen) {
    context.imageSmoothingEnabled = false;
    context.drawImage(canvasOf(seen), 0, 0, side, side);
  }
  if (!pen) return;
  context.strokeStyle = '#f80';
  context.lineWidth = 2;
  context.strokeRect(pen[0] * scale - 6, pen[1] * scale - 6, 12, 12);
};

/** The pen: where the keyboard has it, whether it is down there, whether the keyboard is used, and how many strokes there were. */
interface Pen {
  at: readonly [x: number, y: number];
  isDown: boolean;
  isUsed: boolean;
  stroke: number;
}

/** Where strokes are drawn, by mouse, finger, pen or keyboard. Where the input is no drawing, what the network sees of it is shown. */
export const DrawCanvas = ({ seen }: { readonly seen: Rgba | undefined }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const keys = useRef<Pen>({ at: [128, 128], isDown: false, isUsed: false, stroke: 0 });
  const repaint = (): void => {
    if (canvas.current) paint(canvas.current, input.value, seen, keys.current.isUsed ? keys.current.at : undefined);
  };
  const isReady = useFirstFrame();
  useLayoutEffect(() => (isReady ? effect(repaint) : undefined), [seen, isReady]);

  const add = (x: number, y: number, isNew: boolean): void => {
    if (isNew) keys.current.stroke++;
    const next = withPoint(input.value, x, y, isNew);
    if (next !== input.value) change({ input: next }, `stroke ${keys.current.stroke}`);
  };
  const draw = (event: PointerEvent, isNew: boolean): void => {
    if (!canvas.current || (!isNew && event.buttons === 0)) return;
    const { left, top, width, height } = canvas.current.getBoundingClientRect();
    add((256 * (event.clientX - left)) / width, (256 * (event.clientY - top)) / height, isNew);
    keys.current.isUsed = false;
  };
  const move = (event: KeyboardEvent): void => {
    const pen = keys.current;
    const step = arrowStep(event.key);
    if (event.key === ' ') pen.isDown = !pen.isDown;
    else if (!step) return;
    event.preventDefault();
    const [dx, dy] = step ?? [0, 0];
    pen.at = [
      Math.max(0, Math.min(255, pen.at[0] + keyStep * dx)),
      Math.max(0, Math.min(255, pen.at[1] + keyStep * dy)),
    ];
    pen.isUsed = true;
    if (pen.isDown) add(...pen.at, event.key === ' ');
    repaint();
  };
  return (
    <canvas
      ref={canvas}
      class="draw"
      role="application"
      aria-label={words.value.draw}
      aria-describedby="draw-help"
      tabIndex={0}
      width={side}
      height={side}
      onPointerDown={(event) => {
        draw(event, true);
        // There is no pointer to be captured behind an event that a script made.
        if (event.isTrusted) event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => draw(event, false)}
      onKeyDown={move}
    />
  );
};

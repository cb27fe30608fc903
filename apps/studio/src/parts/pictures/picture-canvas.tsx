import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Rgba } from '../../compute/pictures.js';

/** A computed picture, its pixels kept sharp. `label` says what it shows. */
export const PictureCanvas = ({
  picture,
  label,
  className = 'picture',
}: {
  readonly picture: Rgba | undefined;
  readonly label: string;
  readonly className?: string;
}) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (!canvas.current || !picture) return;
    const { width, height, data } = picture;
    // A canvas that is given its size anew is empty and has to be laid out, even where the size is the same.
    if (canvas.current.width !== width) canvas.current.width = width;
    if (canvas.current.height !== height) canvas.current.height = height;
    // What is computed here is put into a canvas in memory; one on the graphics card would be sent every picture.
    const context = canvas.current.getContext('2d', { willReadFrequently: true });
    context?.putImageData(new ImageData(data, width, height), 0, 0);
  }, [picture]);
  return <canvas ref={canvas} class={className} role="img" aria-label={label} width={1} height={1} />;
};

import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Rgba } from '../compute/pictures.js';

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
    Object.assign(canvas.current, { width: picture.width, height: picture.height });
    canvas.current.getContext('2d')?.putImageData(new ImageData(picture.data, picture.width, picture.height), 0, 0);
  }, [picture]);
  return <canvas ref={canvas} class={className} role="img" aria-label={label} width={1} height={1} />;
};

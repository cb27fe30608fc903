import { useEffect, useState } from 'preact/hooks';

/** Whether the page has had a frame. The first use of a canvas waits for the graphics card, also where it needs none of it; after a frame it is there. */
export const useFirstFrame = (): boolean => {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    let timer = 0;
    const frame = requestAnimationFrame(() => (timer = window.setTimeout(() => setOver(true))));
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return isOver;
};

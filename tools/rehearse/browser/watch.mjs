/** Watches the page's own clock; the function that it returns ends it and tells how long a timer of 10 ms and a frame waited at most, in ms. */
export function watch() {
  const longest = { timer: 0, frame: 0 };
  const last = { timer: performance.now(), frame: performance.now() };
  const note = (kind) => {
    const now = performance.now();
    longest[kind] = Math.max(longest[kind], now - last[kind]);
    last[kind] = now;
  };
  const timer = setInterval(() => note('timer'), 10);
  let frame = requestAnimationFrame(function next() {
    note('frame');
    frame = requestAnimationFrame(next);
  });
  return () => {
    note('timer');
    clearInterval(timer);
    cancelAnimationFrame(frame);
    return longest;
  };
}

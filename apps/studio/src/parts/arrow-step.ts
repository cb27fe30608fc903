/** Which way an arrow key points, right and down; undefined for other keys. */
export const arrowStep = (key: string): readonly [right: number, down: number] | undefined => {
  switch (key) {
    case 'ArrowLeft':
      return [-1, 0];
    case 'ArrowRight':
      return [1, 0];
    case 'ArrowUp':
      return [0, -1];
    case 'ArrowDown':
      return [0, 1];
    default:
      return undefined;
  }
};

export { animatedGif, type AnimatedGifOptions } from './animated-gif.js';
export { decodePicture, type DecodePictureOptions } from './decode-picture.js';
export { imagePng } from './image-png.js';
export { openMnist } from './image-sets.js';
export { fileAndColumn } from './file-parts.js';
export { parquetRows, type ParquetRow, type ParquetTaker } from './parquet.js';
export { readClassNames } from './read-class-names.js';
export { listInputs, readImages, type InputFile } from './read-images.js';
export { readImagesOptions, type ReadImagesOptions } from './read-images-options.js';

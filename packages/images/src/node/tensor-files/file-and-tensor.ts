/** A file of tensors: its path, which itself may hold a '#', and what follows the next one, the name of a tensor. */
export const fileAndTensor = /^(.*?(?:\.safetensors|\.npz|\.npy|\.idx(?:\.gz)?|idx3-ubyte(?:\.gz)?))(?:#(.*))?$/is;

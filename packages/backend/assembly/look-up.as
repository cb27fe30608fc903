/** out = table[byte] for each byte. */
export function lookUp(bytes: usize, table: usize, out: usize, size: i32): void {
  for (let i: usize = 0; i < <usize>size; i++) store<f32>(out + (i << 2), load<f32>(table + (<usize>load<u8>(bytes + i) << 2)));
}

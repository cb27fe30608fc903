/*
 * What a library for Windows needs where it is linked with nothing but node.exe: its entry, and the three functions that compilers call of their
 * own accord. Compiled with -fno-builtin, so that they do not become calls of themselves.
 */
#include <stddef.h>

int __stdcall DllMainCRTStartup(void *library, unsigned reason, void *reserved) {
  (void)library, (void)reason, (void)reserved;
  return 1;
}

void *memset(void *to, int value, size_t size) {
  for (volatile char *at = to; size > 0; size--) *at++ = (char)value;
  return to;
}

void *memcpy(void *to, const void *from, size_t size) {
  const char *source = from;
  for (char *at = to; size > 0; size--) *at++ = *source++;
  return to;
}

void *memmove(void *to, const void *from, size_t size) {
  if (to <= from) return memcpy(to, from, size);
  for (char *at = to; size > 0; size--) at[size - 1] = ((const char *)from)[size - 1];
  return to;
}

/*
 * Runs kernels on cases that standard input gives, a line each: the kernel's name, how many values and the values, how many buffers and, for each,
 * the argument that it is, its bytes and what it holds. Each buffer is an allocation of exactly that size, so that a sanitizer sees every
 * byte beyond it that a kernel reads or writes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../c/levels.h"

/* Tensors are given by their distance from here, since an offset of 0 is a tensor that is not there. */
static char *const origin = (char *)16;

static const char *const names[] = {
#define X(name, function, count, call) #name,
    KERNELS(X)
#undef X
};

static uint32_t state = 1;

static uint32_t next_word(void) {
  state = state * 1664525 + 1013904223;
  return state ^ (state >> 15);
}

static float uniform(void) { return (float)(next_word() >> 8) / 16777216; }

static float value_of(const char *content) {
  if (!strcmp(content, "binary")) return uniform() < 0.5f ? 0 : 1;
  if (!strcmp(content, "sparse")) return uniform() < 0.5f ? 0 : uniform();
  if (!strcmp(content, "table")) return uniform() * 8388608;
  if (!strcmp(content, "wild") && uniform() < 0.1f) return uniform() < 0.5f ? 1e30f : -1e30f;
  return uniform() * 2 - 1;
}

static void fill(void *to, size_t bytes, const char *content) {
  const int words = !strcmp(content, "words") || !strcmp(content, "bytes") || !strcmp(content, "lists");
  for (size_t i = 0; i < bytes / 4; i++) {
    const float value = value_of(content);
    const uint32_t word = next_word();
    memcpy((char *)to + 4 * i, words ? (const void *)&word : &value, 4);
  }
}

int main(int count, char **arguments) {
  int usable[MOST_LEVELS];
  const int there = usable_levels(usable);
  const struct level *level = NULL;
  for (int i = 0; i < there; i++)
    if (count == 2 && !strcmp(levels[usable[i]].name, arguments[1])) level = &levels[usable[i]];
  if (!level) return fprintf(stderr, "this machine has no such level\n"), 2;

  char name[64], content[16];
  double values[MOST_ARGUMENTS];
  void *buffers[MOST_ARGUMENTS];
  int given, tensors, cases = 0;
  while (scanf("%63s %d", name, &given) == 2) {
    enum kernel kernel = 0;
    while (kernel < KERNEL_COUNT && strcmp(names[kernel], name)) kernel++;
    if (kernel == KERNEL_COUNT || given > MOST_ARGUMENTS) return fprintf(stderr, "no kernel %s\n", name), 2;
    for (int i = 0; i < given; i++)
      if (scanf("%lf", &values[i]) != 1) return 2;
    if (scanf("%d", &tensors) != 1) return 2;
    for (int i = 0; i < tensors; i++) {
      int argument;
      size_t bytes;
      if (scanf("%d %zu %15s", &argument, &bytes, content) != 3) return 2;
      buffers[i] = malloc(bytes);
      fill(buffers[i], bytes, content);
      values[argument] = (double)((uintptr_t)buffers[i] - (uintptr_t)origin);
    }
    level->run(kernel, origin, values, given);
    for (int i = 0; i < tensors; i++) free(buffers[i]);
    cases++;
  }
  printf("%s: %d cases\n", level->name, cases);
  return 0;
}

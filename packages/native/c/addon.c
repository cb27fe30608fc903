/*
 * The Node-API addon: `levels`, the names of the levels that this machine can run, the fastest first; `sources`, the hash of the sources it was
 * made of; and `kernels(level)`, the kernels of one level by name. A kernel takes a Uint8Array over the whole memory and then its offsets, sizes
 * and numbers, which whoever calls it has checked: nothing here allocates, and nothing looks at what a kernel is given.
 */
#include "levels.h"
#include "node_api.h"

#ifndef SOURCES
#error "define SOURCES, the hash of the sources"
#endif

/* The kernels' names and how many arguments they take. A function of JavaScript holds its kernel and level as one number. */
static const struct {
  const char *name;
  size_t count;
} descriptions[] = {
#define X(name, function, count, call) {#name, count},
    KERNELS(X)
#undef X
};

static napi_value refuse(napi_env env, const char *message) {
  napi_throw_type_error(env, NULL, message);
  return NULL;
}

/* A kernel as JavaScript calls it. */
static napi_value call_kernel(napi_env env, napi_callback_info info) {
  napi_value arguments[1 + MOST_ARGUMENTS];
  size_t given = 1 + MOST_ARGUMENTS;
  void *data, *memory;
  double values[MOST_ARGUMENTS];
  if (napi_get_cb_info(env, info, &given, arguments, NULL, &data) != napi_ok) return NULL;
  const enum kernel kernel = (uintptr_t)data % KERNEL_COUNT;
  const size_t count = descriptions[kernel].count;
  if (given != 1 + count) return refuse(env, "another number of arguments is expected");
  if (napi_get_typedarray_info(env, arguments[0], NULL, NULL, &memory, NULL, NULL) != napi_ok || !memory)
    return refuse(env, "the memory is expected first, as a Uint8Array");
  for (size_t i = 0; i < count; i++)
    if (napi_get_value_double(env, arguments[1 + i], &values[i]) != napi_ok) return refuse(env, "a number is expected");
  levels[(uintptr_t)data / KERNEL_COUNT].run(kernel, memory, values, (int)count);
  return NULL;
}

static bool is_same(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

/* The kernels of the level that is named. */
static napi_value kernels_of(napi_env env, napi_callback_info info) {
  int usable[MOST_LEVELS];
  napi_value argument, kernels, function;
  char name[16];
  size_t given = 1, length;
  if (napi_get_cb_info(env, info, &given, &argument, NULL, NULL) != napi_ok || given != 1 ||
      napi_get_value_string_utf8(env, argument, name, sizeof name, &length) != napi_ok)
    return refuse(env, "the name of a level is expected");
  const int count = usable_levels(usable);
  for (int i = 0; i < count; i++) {
    if (!is_same(name, levels[usable[i]].name)) continue;
    if (napi_create_object(env, &kernels) != napi_ok) return NULL;
    for (uintptr_t k = 0; k < KERNEL_COUNT; k++) {
      void *data = (void *)(usable[i] * (uintptr_t)KERNEL_COUNT + k);
      if (napi_create_function(env, descriptions[k].name, NAPI_AUTO_LENGTH, call_kernel, data, &function) != napi_ok ||
          napi_set_named_property(env, kernels, descriptions[k].name, function) != napi_ok)
        return NULL;
    }
    return kernels;
  }
  return refuse(env, "this machine cannot run that level");
}

/* Which version of Node-API the addon was written for. */
NODE_API_EXPORT int32_t node_api_module_get_api_version_v1(void) { return 8; }

/* What the module exports. */
NODE_API_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  int usable[MOST_LEVELS];
  napi_value names, value;
  const int count = usable_levels(usable);
  if (napi_create_array_with_length(env, count, &names) != napi_ok) return NULL;
  for (int i = 0; i < count; i++)
    if (napi_create_string_utf8(env, levels[usable[i]].name, NAPI_AUTO_LENGTH, &value) != napi_ok ||
        napi_set_element(env, names, i, value) != napi_ok)
      return NULL;
  if (napi_set_named_property(env, exports, "levels", names) != napi_ok) return NULL;
  if (napi_create_string_utf8(env, SOURCES, NAPI_AUTO_LENGTH, &value) != napi_ok ||
      napi_set_named_property(env, exports, "sources", value) != napi_ok)
    return NULL;
  if (napi_create_function(env, "kernels", NAPI_AUTO_LENGTH, kernels_of, NULL, &value) != napi_ok ||
      napi_set_named_property(env, exports, "kernels", value) != napi_ok)
    return NULL;
  return exports;
}

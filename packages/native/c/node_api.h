/* The part of Node-API, version 8, that the addon uses. It is stable: a later version of Node.js has all of it, with the same meaning. */
#ifndef INTERP_NODE_API_H
#define INTERP_NODE_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef _WIN32
#define NODE_API __declspec(dllimport)
#define NODE_API_EXPORT __declspec(dllexport)
#else
#define NODE_API extern
#define NODE_API_EXPORT __attribute__((visibility("default")))
#endif

typedef struct napi_env__ *napi_env;
typedef struct napi_value__ *napi_value;
typedef struct napi_callback_info__ *napi_callback_info;
typedef enum { napi_ok } napi_status;
typedef int napi_typedarray_type;
typedef napi_value (*napi_callback)(napi_env env, napi_callback_info info);

#define NAPI_AUTO_LENGTH SIZE_MAX

NODE_API napi_status napi_get_cb_info(
    napi_env env, napi_callback_info info, size_t *count, napi_value *arguments, napi_value *receiver, void **data);
NODE_API napi_status napi_get_typedarray_info(
    napi_env env, napi_value array, napi_typedarray_type *type, size_t *length, void **data, napi_value *buffer, size_t *offset);
NODE_API napi_status napi_get_value_double(napi_env env, napi_value value, double *result);
NODE_API napi_status napi_get_value_string_utf8(napi_env env, napi_value value, char *to, size_t room, size_t *length);
NODE_API napi_status napi_create_function(
    napi_env env, const char *name, size_t length, napi_callback callback, void *data, napi_value *result);
NODE_API napi_status napi_create_object(napi_env env, napi_value *result);
NODE_API napi_status napi_create_array_with_length(napi_env env, size_t length, napi_value *result);
NODE_API napi_status napi_create_string_utf8(napi_env env, const char *text, size_t length, napi_value *result);
NODE_API napi_status napi_set_element(napi_env env, napi_value array, uint32_t index, napi_value value);
NODE_API napi_status napi_set_named_property(napi_env env, napi_value object, const char *name, napi_value value);
NODE_API napi_status napi_throw_type_error(napi_env env, const char *code, const char *message);

#endif

/* All kernels for one level, LEVEL_AVX512, LEVEL_AVX2, LEVEL_SSE2 or LEVEL_NEON, with nothing outside this file but one function. */
#include "kernels.h"
#include "vector.h"

#include "product.c"
#include "convolution.c"
#include "depthwise.c"
#include "pooling.c"
#include "elementwise.c"
#include "updates.c"
#include "rows.c"
#include "sampling.c"
#include "sparse.c"
#include "relevance.c"

#if LEVEL_AVX512
#define RUN run_avx512
#elif LEVEL_AVX2
#define RUN run_avx2
#elif LEVEL_NEON
#define RUN run_neon
#else
#define RUN run_sse2
#endif

#define at(i) (values[i] == 0 ? NULL : (void *)(memory + (int64_t)values[i]))
#define whole(i) ((int)values[i])
#define bytes(i) ((size_t)(int64_t)values[i])
#define real(i) ((float)values[i])
#define exact(i) (values[i])

void RUN(enum kernel kernel, char *memory, const double *values) {
  switch (kernel) {
#define X(name, function, count, call) \
  case kernel_##name: \
    function call; \
    break;
    KERNELS(X)
#undef X
    case KERNEL_COUNT: break;
  }
}

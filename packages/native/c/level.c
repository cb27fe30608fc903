/* All kernels for one level, LEVEL_AVX512, LEVEL_AVX2, LEVEL_SSE2 or LEVEL_NEON, with nothing outside this file but one function. */
#include "kernels.h"
#include "vector.h"

#include "convolution.c"
#include "product.c"
#include "depthwise.c"
#include "pooling.c"
#include "elementwise.c"
#include "updates.c"
#include "rows.c"
#include "sampling.c"
#include "sparse.c"
#include "relevance.c"
#include "signed.c"
#include "signed_relevance.c"

#if LEVEL_AVX512
#define RUN run_avx512
#elif LEVEL_AVX2
#define RUN run_avx2
#elif LEVEL_NEON
#define RUN run_neon
#else
#define RUN run_sse2
#endif

#define at(i) (places[i])
#define whole(i) ((int)integers[i])
#define bytes(i) ((size_t)integers[i])
#define real(i) ((float)values[i])
#define exact(i) (values[i])

void RUN(enum kernel kernel, char *memory, const double *values, int count) {
  int64_t integers[MOST_ARGUMENTS];
  void *places[MOST_ARGUMENTS];
  for (int i = 0; i < count; i++) {
    // Rates are converted as well, for nothing: that takes less code than to tell them apart.
    integers[i] = values[i] > -MOST_INTEGER && values[i] < MOST_INTEGER ? (int64_t)values[i] : 0;
    places[i] = integers[i] == 0 ? NULL : memory + integers[i];
  }
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

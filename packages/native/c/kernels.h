/*
 * The kernels by name, for every level alike. KERNELS(X) lists them: X(name in JavaScript, function, number of arguments, call), where the
 * call is written with `at(i)` for the tensor whose offset is argument i (NULL for 0), `whole(i)` for an int, `bytes(i)` for a step or size in
 * bytes, and `real(i)` and `exact(i)` for a float and a double.
 */
#ifndef INTERP_KERNELS_H
#define INTERP_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#define POOLING_AT(i) \
  (struct pooling) { \
    whole(i), whole(i + 1), whole(i + 2), whole(i + 3), whole(i + 4), whole(i + 5), whole(i + 6), whole(i + 7), whole(i + 8), \
        whole(i + 9), whole(i + 10), whole(i + 11) \
  }

#define KERNELS(X) \
  X(product, product, 13, \
    (at(0), at(1), at(2), at(3), at(4), whole(5), whole(6), whole(7), bytes(8), bytes(9), bytes(10), bytes(11), bytes(12))) \
  X(vectorProduct, vector_product, 11, \
    (at(0), at(1), at(2), at(3), whole(4), whole(5), whole(6), bytes(7), bytes(8), bytes(9), bytes(10))) \
  X(convolution, convolution, 18, \
    (at(0), at(1), at(2), at(3), at(4), whole(5), whole(6), whole(7), whole(8), whole(9), whole(10), whole(11), whole(12), whole(13), \
     whole(14), whole(15), whole(16), whole(17))) \
  X(depthwise, depthwise, 18, \
    (at(0), at(1), at(2), at(3), whole(4), whole(5), whole(6), whole(7), whole(8), whole(9), whole(10), whole(11), whole(12), whole(13), \
     whole(14), whole(15), whole(16), whole(17))) \
  X(depthwiseSigned, depthwise_signed, 17, \
    (at(0), at(1), at(2), whole(3), whole(4), whole(5), whole(6), whole(7), whole(8), whole(9), whole(10), whole(11), whole(12), \
     whole(13), whole(14), whole(15), whole(16))) \
  X(depthwiseBack, depthwise_back, 16, \
    (at(0), at(1), at(2), at(3), whole(4), whole(5), whole(6), whole(7), whole(8), whole(9), whole(10), whole(11), whole(12), whole(13), \
     whole(14), whole(15))) \
  X(signedQuotients, signed_quotients, 9, (at(0), at(1), at(2), at(3), at(4), whole(5), whole(6), real(7), real(8))) \
  X(anyNegative, any_negative, 3, (at(0), at(1), whole(2))) \
  X(imageSums, image_sums, 6, (at(0), at(1), whole(2), whole(3), whole(4), whole(5))) \
  X(sizeShares, size_shares, 8, (at(0), at(1), at(2), at(3), at(4), at(5), at(6), whole(7))) \
  X(sortBySign, sort_by_sign, 4, (at(0), at(1), whole(2), whole(3))) \
  X(signedSums, signed_sums, 9, (at(0), at(1), at(2), at(3), whole(4), whole(5), whole(6), whole(7), whole(8), false)) \
  X(mixedSums, signed_sums, 9, (at(0), at(1), at(2), at(3), whole(4), whole(5), whole(6), whole(7), whole(8), true)) \
  X(signedRelevance, signed_relevance, 15, \
    (at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), whole(9), whole(10), whole(11), whole(12), real(13), real(14))) \
  X(signedShares, signed_shares, 11, \
    (at(0), at(1), at(2), at(3), at(4), whole(5), whole(6), whole(7), whole(8), whole(9), whole(10))) \
  X(gate, gate, 6, (at(0), at(1), at(2), whole(3), real(4), real(5))) \
  X(combine, combine, 6, (at(0), at(1), at(2), whole(3), whole(4), whole(5))) \
  X(clamp, clamp, 4, (at(0), whole(1), real(2), real(3))) \
  X(filterGradient, filter_gradient, 17, \
    (at(0), at(1), at(2), whole(3), whole(4), whole(5), whole(6), whole(7), whole(8), whole(9), whole(10), whole(11), whole(12), \
     whole(13), whole(14), whole(15), whole(16))) \
  X(planeGradient, plane_gradient, 15, \
    (at(0), at(1), at(2), at(3), whole(4), whole(5), whole(6), whole(7), whole(8), whole(9), whole(10), whole(11), whole(12), whole(13), \
     whole(14))) \
  X(addColumns, add_columns, 16, \
    (at(0), at(1), whole(2), whole(3), whole(4), whole(5), whole(6), whole(7), whole(8), whole(9), whole(10), whole(11), whole(12), \
     whole(13), whole(14), whole(15))) \
  X(maxPool, max_pool, 14, (at(0), at(1), POOLING_AT(2))) \
  X(maxPoolGrad, max_pool_gradient, 15, (at(0), at(1), at(2), POOLING_AT(3))) \
  X(tanh, tanh_values, 3, (at(0), at(1), whole(2))) \
  X(sigmoid, sigmoid, 3, (at(0), at(1), whole(2))) \
  X(leakyRelu, leaky_relu, 4, (at(0), at(1), whole(2), real(3))) \
  X(sigmoidGradient, sigmoid_gradient, 4, (at(0), at(1), at(2), whole(3))) \
  X(lookUp, look_up, 4, (at(0), at(1), at(2), whole(3))) \
  X(copy, copy, 3, (at(0), at(1), bytes(2))) \
  X(adam, adam, 15, \
    (at(0), at(1), at(2), at(3), at(4), at(5), at(6), whole(7), real(8), real(9), real(10), real(11), real(12), real(13), real(14))) \
  X(signStep, sign_step, 9, (at(0), at(1), at(2), at(3), whole(4), exact(5), exact(6), exact(7), exact(8))) \
  X(moveRows, move_rows, 13, \
    (at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9), at(10), whole(11), whole(12))) \
  X(addToRows, add_to_rows, 5, (at(0), at(1), at(2), whole(3), whole(4))) \
  X(sumRows, sum_rows, 4, (at(0), at(1), whole(2), whole(3))) \
  X(sumMoments, sum_moments, 5, (at(0), at(1), whole(2), whole(3), whole(4))) \
  X(randomWords, random_words, 4, (at(0), at(1), at(2), whole(3))) \
  X(uniforms, uniforms, 4, (at(0), at(1), at(2), whole(3))) \
  X(normalsInside, normals_inside, 4, (at(0), at(1), at(2), whole(3))) \
  X(drawBinary, draw_binary, 6, (at(0), at(1), at(2), at(3), whole(4), whole(5))) \
  X(drawNormal, draw_normal, 6, (at(0), at(1), at(2), at(3), whole(4), whole(5))) \
  X(scaleRows, scale_rows, 7, (at(0), at(1), at(2), at(3), real(4), whole(5), whole(6))) \
  X(chanceRows, chance_rows, 10, (at(0), at(1), at(2), at(3), at(4), at(5), real(6), whole(7), whole(8), whole(9))) \
  X(sparseProduct, sparse_product, 9, (at(0), at(1), at(2), at(3), at(4), at(5), whole(6), whole(7), whole(8))) \
  X(sparseTransposedProduct, sparse_transposed_product, 10, \
    (at(0), at(1), at(2), at(3), at(4), at(5), whole(6), whole(7), whole(8), whole(9))) \
  X(binaryProduct, binary_product, 11, (at(0), at(1), at(2), at(3), at(4), at(5), at(6), whole(7), whole(8), whole(9), whole(10)))

/* The most arguments that a kernel takes. */
#define MOST_ARGUMENTS 18

/* The kernels in this order, as numbers. */
enum kernel {
#define X(name, function, count, call) kernel_##name,
  KERNELS(X)
#undef X
      KERNEL_COUNT
};

/* Sizes and offsets are smaller. */
#define MOST_INTEGER 9007199254740992.0

/* Runs a kernel in a memory: offsets and sizes are in `values`, as many as the kernel takes, and have been checked. */
typedef void run_kernel(enum kernel kernel, char *memory, const double *values, int count);

/* One for each level that is compiled into the addon. */
run_kernel run_avx512, run_avx2, run_sse2, run_neon;

#endif

"""Trains a small residual network in Keras and has TensorFlow.js' converter write it, with Keras' own answers beside it.

    pip install tensorflow-cpu==2.15.1 'numpy<2' && pip install --no-deps tensorflowjs==4.22.0
    python tools/make/keras_model.py packages/testing/fixtures/keras-residual
"""

import json
import os
import sys
from unittest.mock import MagicMock

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import h5py
import numpy as np
import tensorflow as tf
from tensorflow.keras import Model, layers

# The converter imports packages that only other formats need.
for name in ["tensorflow_hub", "tensorflow_decision_forests", "jax", "jax.experimental", "tf_keras"]:
    sys.modules.setdefault(name, MagicMock())
from tensorflowjs.converters import keras_h5_conversion

SIDE = 12


def bars(count, seed):
    """Pictures of a level, an upright or a slanting bar in noise, in [0, 1], and which it is."""
    drawn = np.random.RandomState(seed)
    labels = np.arange(count) % 3
    rows, columns = np.mgrid[:SIDE, :SIDE]
    shapes = np.stack([(rows == 5) | (rows == 6), (columns == 5) | (columns == 6), rows == columns])
    noise = drawn.uniform(0, 0.6, (count, SIDE, SIDE))
    pictures = np.where(shapes[labels], drawn.uniform(0.4, 1, noise.shape), noise)
    return pictures[..., None].round(3).astype("float32"), labels


def network():
    pictures = layers.Input((SIDE, SIDE, 1), name="pictures")
    x = layers.Rescaling(2.0, -1.0)(pictures)
    x = layers.Conv2D(8, 3, use_bias=False)(layers.ZeroPadding2D(1)(x))
    stem = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
    x = layers.Conv2D(8, 3, padding="same", use_bias=False)(stem)
    x = layers.ReLU(6.0)(layers.BatchNormalization(momentum=0.9)(x))
    x = layers.BatchNormalization(momentum=0.9)(layers.DepthwiseConv2D(3, padding="same")(x))
    x = layers.Activation("relu")(layers.Add()([stem, x]))
    x = layers.GlobalAveragePooling2D()(layers.Dropout(0.2)(layers.MaxPooling2D()(x)))
    return Model(pictures, layers.Dense(3, activation="softmax")(x))


def main(folder):
    tf.keras.utils.set_random_seed(1)
    model = network()
    model.compile(tf.keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(*bars(300, 1), epochs=15, verbose=0)
    print("accuracy", model.evaluate(*bars(300, 2), verbose=0)[1])

    pictures, labels = bars(3, 3)
    with tf.GradientTape() as tape:
        x = tf.constant(pictures)
        tape.watch(x)
        log_probabilities = tf.math.log(model(x))
        gradient = tape.gradient(tf.gather(log_probabilities, labels, batch_dims=1), x)
    expected = {"pictures": pictures, "logProbabilities": log_probabilities.numpy(), "gradient": gradient.numpy()}

    os.makedirs(folder, exist_ok=True)
    file = os.path.join(folder, "model.h5")
    model.save(file)
    topology, groups = keras_h5_conversion.h5_merged_saved_model_to_tfjs_format(h5py.File(file))
    keras_h5_conversion.write_artifacts(topology, groups, folder)
    os.remove(file)
    with open(os.path.join(folder, "expected.json"), "w") as out:
        json.dump({name: [float(f"{v:.7g}") for v in values.ravel()] for name, values in expected.items()}, out)


main(sys.argv[1])

"""A small Keras network that tells four strokes apart, and what it answers to six pictures.

pip install keras torch safetensors && KERAS_BACKEND=torch python strokes_keras.py
"""

import json

import keras
import numpy as np
from keras import layers
from safetensors.numpy import load_file

keras.utils.set_random_seed(0)
drawn = np.random.default_rng(0)


def strokes(labels):
    """Noise in [0, 1] with one coloured stroke each: level (0), upright, falling or rising (3)."""
    images = 0.3 * drawn.random((len(labels), 16, 20, 3), "float32")
    for image, label in zip(images, labels):
        row, column = drawn.integers(4, 12), drawn.integers(4, 16)
        colour = 0.5 + 0.5 * drawn.random(3)
        down, right = [(0, 1), (1, 0), (1, 1), (-1, 1)][label]
        for step in range(-4, 5):
            y, x = row + step * down, column + step * right
            if 0 <= y < 16 and 0 <= x < 20:
                image[y, x] = colour
    return images


def network():
    pictures = layers.Input((16, 20, 3), name="pictures")
    x = layers.Conv2D(8, 3, padding="same", use_bias=False, name="conv1")(pictures)
    x = layers.Activation("silu")(layers.BatchNormalization(name="norm1")(x))
    x = layers.Conv2D(12, 3, strides=2, padding="same", activation="relu", name="conv2")(x)
    gate = layers.GlobalAveragePooling2D(keepdims=True)(x)
    gate = layers.Conv2D(12, 1, activation="sigmoid", name="gate")(gate)
    x = layers.Multiply(name="gated")([x, gate])
    x = layers.MaxPooling2D(2)(x)
    x = layers.Dense(20, activation="relu", name="hidden")(layers.Flatten()(x))
    return keras.Model(pictures, layers.Dense(4, activation="softmax", name="stroke")(x), name="strokes")


model = network()
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
labels = drawn.integers(0, 4, 12800)
model.fit(strokes(labels), labels, batch_size=64, epochs=6, verbose=0)
labels = drawn.integers(0, 4, 2000)
print("right:", model.evaluate(strokes(labels), labels, verbose=0)[1])

keras.Model(model.input, model.output, name="strokes").save("strokes.keras")  # without the state of its training

images = load_file("strokes-check.safetensors")["images"].transpose(0, 2, 3, 1)
with open("strokes-keras.json", "w") as file:
    json.dump(model.predict(images, verbose=0).tolist(), file)
    file.write("\n")

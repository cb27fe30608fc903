"""Writes models of keras.applications with drawn weights, as .keras and .h5, with pictures and the logits that Keras gives.

    pip install keras==3.15.* h5py torch
    python tools/measure/strangers/keras_models.py FOLDER [NAME...]

Weights and statistics of batch normalisation are drawn so that activations keep their size, and the last kernel so that logits have a standard
deviation of 3: those of untrained models are all alike. A file of Keras 2 (fer.hdf5, say) in the folder gets pictures and answers too.
"""

import json
import os
import sys
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy as np
import torch

torch.set_num_threads(1)

SIDES = {
    "MobileNet": 96,
    "MobileNetV2": 224,
    "MobileNetV3Small": 96,
    "MobileNetV3Large": 96,
    "DenseNet121": 64,
    "ResNet50": 64,
    "ResNet50V2": 64,
    "VGG16": 224,
    "VGG19": 64,
    "InceptionV3": 96,
    "InceptionResNetV2": 96,
    "Xception": 96,
    "EfficientNetB0": 64,
    "EfficientNetV2B0": 64,
    "ConvNeXtTiny": 64,
}


def draw(model, drawn):
    for variable in model.weights:
        name, shape = variable.path.split("/")[-1], tuple(variable.shape)
        if "variance" in name:
            values = drawn.uniform(0.5, 2, shape)
        elif "mean" in name:
            values = drawn.normal(0, 0.3, shape)
        elif "gamma" in name:
            values = drawn.uniform(0.7, 1.3, shape)
        elif name in ("beta", "bias"):
            values = drawn.normal(0, 0.1, shape)
        elif name == "count":
            continue
        else:
            is_depthwise = len(shape) == 4 and shape[-1] == 1
            fan = np.prod(shape[:2]) if is_depthwise else np.prod(shape[:-1])
            values = drawn.normal(0, np.sqrt(2 / fan), shape)
        variable.assign(values.astype("float32"))


def record(folder, name, model, pictures):
    logits = model.predict(pictures, verbose=0)
    record = {"pictures": pictures.shape, "answers": logits.shape, "deviation": float(logits.std())}
    pictures.tofile(folder / f"{name}.pictures.bin")
    logits.astype("float32").tofile(folder / f"{name}.answers.bin")
    (folder / f"{name}.json").write_text(json.dumps(record))


def application(folder, name):
    side = SIDES[name]
    drawn = np.random.default_rng(sum(map(ord, name)))
    classes = 1000 if side == 224 else 100
    model = getattr(keras.applications, name)(
        input_shape=(side, side, 3), weights=None, classes=classes, classifier_activation=None
    )
    draw(model, drawn)
    # Some scale pixels of 0 to 255 themselves.
    scales = any(isinstance(layer, (keras.layers.Rescaling, keras.layers.Normalization)) for layer in model._flatten_layers())
    pictures = drawn.uniform(*((0, 255) if scales else (-1, 1)), (2, side, side, 3)).astype("float32")
    last = [layer for layer in model.layers if layer.weights][-1].weights[0]
    last.assign(keras.ops.convert_to_numpy(last) * float(3 / model.predict(pictures, verbose=0).std()))
    record(folder, name, model, pictures)
    whole = keras.Model(model.input, keras.layers.Softmax(name="probabilities")(model.output))
    whole.save(folder / f"{name}.keras")
    whole.save(folder / f"{name}.h5")
    print("wrote", name, flush=True)


folder = Path(sys.argv[1])
for path in folder.glob("*.hdf5"):
    model = keras.models.load_model(path, compile=False)
    shape = (2, *model.inputs[0].shape[1:])
    record(folder, path.stem, model, np.random.default_rng(0).uniform(-1, 1, shape).astype("float32"))
for name in sys.argv[2:] or SIDES:
    if not (folder / f"{name}.json").exists():
        application(folder, name)

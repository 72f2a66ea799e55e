// A model as a file: JSON with the weights packed, a version, and a sum over all of it. What is damaged, of another kind or of a later version is refused by name.
import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { z } from 'zod'
import { Refused } from '../../platform/refused.ts'
import type { Linear } from './linear.ts'
import { mostLabels } from './teach.ts'

const kind = 'leeward-texts'
const version = 1
const steps = 32_767

const ModelFile = z.strictObject({
  kind: z.literal(kind),
  version: z.literal(version),
  labels: z.array(z.string().min(1).max(200)).min(2).max(mostLabels),
  bits: z.int().min(8).max(18),
  slope: z.number().positive(),
  bias: z.array(z.number()),
  scales: z.array(z.number().nonnegative()),
  weights: z.base64(),
  sum: z.string(),
})
type ModelFile = z.infer<typeof ModelFile>

export function writeModel({ labels, bits, slope, bias, weights }: Linear): string {
  const scales = weights.map((row) => row.reduce((top, weight) => Math.max(top, Math.abs(weight)), 0) / steps)
  const packed = new Int16Array(labels.length * 2 ** bits)
  for (const [label, row] of weights.entries()) {
    const scale = scales[label] || 1
    for (let at = 0; at < row.length; at += 1) packed[label * row.length + at] = Math.round((row[at] as number) / scale)
  }
  const body = { kind, version, labels, bits, slope, bias, scales, weights: deflateRawSync(packed).toString('base64') } as const
  return `${JSON.stringify({ ...body, sum: sumOf(body) })}\n`
}

/** `name`: what the file is called, for the sentence that refuses it. */
export function readModel(text: string, name = 'The model'): Linear {
  const file = checked(text, name)
  const size = 2 ** file.bits
  const packed = unpacked(file, size, name)
  return {
    labels: file.labels,
    bits: file.bits,
    slope: file.slope,
    bias: file.bias,
    weights: file.scales.map((scale, label) => Float32Array.from(packed.subarray(label * size, (label + 1) * size), (step) => step * scale)),
  }
}

function checked(text: string, name: string): ModelFile {
  const found = parsed(text)
  if (found?.kind !== kind) throw new Refused('not-valid', `${name} is no model of texts. leeward texts train makes one.`)
  if (found.version !== version)
    throw new Refused('not-valid', `${name} has version ${String(found.version)}; this Leeward reads version ${version}. Train it again.`)
  const file = ModelFile.safeParse(found)
  if (!file.success) throw damaged(name)
  const { labels, bias, scales } = file.data
  if (file.data.sum !== sumOf(file.data) || bias.length !== labels.length || scales.length !== labels.length) throw damaged(name)
  return file.data
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const found: unknown = JSON.parse(text)
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function unpacked({ weights, labels }: ModelFile, size: number, name: string): Int16Array {
  const length = labels.length * size * 2
  try {
    const bytes = inflateRawSync(Buffer.from(weights, 'base64'), { maxOutputLength: length })
    if (bytes.length === length) return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + length))
  } catch {
    // said below
  }
  throw damaged(name)
}

const damaged = (name: string) => new Refused('not-valid', `${name} is damaged. Take it from a copy, or train it again.`)
const sumOf = ({ kind, version, labels, bits, slope, bias, scales, weights }: Omit<ModelFile, 'sum'>) =>
  createHash('sha256')
    .update(JSON.stringify([kind, version, labels, bits, slope, bias, scales, weights]))
    .digest('hex')

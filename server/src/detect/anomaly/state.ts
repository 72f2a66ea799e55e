// What is remembered of a series: the same few thousand bytes however long it runs. It is changed in place by `observe` and survives as bytes.
import { Refused } from '../../platform/refused.ts'
import { rarityBins } from './rarity.ts'
import { hoursOfDay, hoursOfWeek } from './season.ts'

/** Another way of detecting reads no older state: the caller begins anew. */
const version = 2
const mark = 0x4c41 // “LA”
export const witnessCount = 13
export const keptPeaks = 12

/** Every number of it, in the order in which it is stored. `open…` is of the episode that runs (`openSince` 0: none); `due`, `idle`, `stops` and `idled` of nothing where something was due. */
const start = {
  stepMs: 0,
  counts: 0,
  seen: 0,
  lastAt: 0,
  last: 0,
  fractions: 0,
  events: 0,
  settled: 0,
  level: 0,
  spread: 0,
  reach: 0,
  middle: 0,
  localLevel: 0,
  localSpread: 0,
  fast: 0,
  burst: 0,
  dearth: 0,
  medium: 0,
  long: 0,
  swing: 0,
  errorWith: 0,
  errorWithout: 0,
  run: 0,
  weighed: 0,
  crest: 0,
  told: 0,
  sinceNews: 1e9,
  silence: 0,
  high: 0,
  bout: 0,
  boutAt: 0,
  boutAgo: -1,
  nextPeak: 0,
  openSince: 0,
  openPeak: 0,
  openPeakAt: 0,
  openOff: 0,
  openScore: 0,
  openUp: 0,
  calm: 0,
  calmSince: 0,
  due: 0,
  idle: 0,
  stops: 0,
  idled: 0,
}
type Numbers = typeof start
const numbers = Object.keys(start) as (keyof Numbers)[]

/** `tails`: how often each witness was how large. `season`: what an hour of the day and of the week adds to the level. `peaks`: how large past bouts were, and when. */
export type State = Numbers & { tails: Uint16Array; season: Float32Array; visits: Uint8Array; peaks: Float32Array; peaksAt: Float64Array }

const parts = [
  ['peaksAt', Float64Array, keptPeaks],
  ['season', Float32Array, hoursOfDay + hoursOfWeek],
  ['peaks', Float32Array, keptPeaks],
  ['tails', Uint16Array, witnessCount * rarityBins],
  ['visits', Uint8Array, hoursOfDay + hoursOfWeek],
] as const
const partBytes = parts.reduce((sum, [, Kind, length]) => sum + Kind.BYTES_PER_ELEMENT * length, 0)
const headBytes = 8 + numbers.length * 8
/** How many bytes a series takes in the database. */
export const stateBytes = headBytes + partBytes

/** `stepMs`: how far two values lie apart. `counts`: whole numbers of events, of which none is negative; anything else is refused then. */
export function create({ stepMs, counts = false }: { stepMs: number; counts?: boolean }): State {
  if (!Number.isFinite(stepMs) || stepMs <= 0)
    throw new Refused('not-valid', 'Say how many milliseconds two values of the series lie apart, as a number above 0.')
  return { ...start, stepMs, counts: counts ? 1 : 0, ...views(new ArrayBuffer(partBytes)) }
}

export function encode(state: State): Buffer {
  const bytes = Buffer.alloc(stateBytes)
  bytes.writeUInt16LE(mark, 0)
  bytes.writeUInt16LE(version, 2)
  for (const [index, name] of numbers.entries()) bytes.writeDoubleLE(state[name], 8 + index * 8)
  bytes.set(new Uint8Array(state.tails.buffer, 0, partBytes), headBytes)
  bytes.writeUInt32LE(checksum(bytes), 4)
  return bytes
}

export function decode(bytes: Uint8Array): State {
  const buffer = Buffer.from(bytes)
  if (buffer.length < 8 || buffer.readUInt16LE(0) !== mark) throw new Refused('not-valid', 'These bytes are no memory of a series: begin the series anew.')
  if (buffer.readUInt16LE(2) !== version)
    throw new Refused('not-valid', `This memory of a series is of version ${buffer.readUInt16LE(2)}, and ${version} is read here: begin the series anew.`)
  if (buffer.length !== stateBytes || buffer.readUInt32LE(4) !== checksum(buffer))
    throw new Refused('not-valid', 'This memory of a series is damaged: begin the series anew.')
  const memory = new ArrayBuffer(partBytes)
  new Uint8Array(memory).set(buffer.subarray(headBytes))
  const read = Object.fromEntries(numbers.map((name, index) => [name, buffer.readDoubleLE(8 + index * 8)])) as Numbers
  // In the same order of fields as a new one, so that both are of one shape.
  return { ...start, ...read, ...views(memory) }
}

/** All the arrays lie in one piece of memory: many small pieces would cost more than they hold. */
function views(memory: ArrayBuffer) {
  let at = 0
  const made: Record<string, unknown> = {}
  for (const [name, Kind, length] of parts) {
    made[name] = new Kind(memory, at, length)
    at += Kind.BYTES_PER_ELEMENT * length
  }
  return made as Pick<State, 'tails' | 'season' | 'visits' | 'peaks' | 'peaksAt'>
}

/** FNV-1a over everything but its own place. */
function checksum(bytes: Buffer): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < bytes.length; at += 1) {
    if (at >= 4 && at < 8) continue
    hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  }
  return hash >>> 0
}

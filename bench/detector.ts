// What the detector of anomalies costs: memory of many series at once, bytes of one in the database, time of one value beside a bare loop that only keeps a
// mean and a deviation. --size N: how many series.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { observe } from '../server/src/detect/anomaly/detector.ts'
import { create, decode, encode, type State, stateBytes } from '../server/src/detect/anomaly/state.ts'
import type { Context, Figure } from './run.ts'
import { round } from './support/system.ts'

const stepMs = 300_000
const begin = Date.parse('2030-01-07T00:00Z')
const mostMegabytes = 500
const mostMicroseconds = 20
const rounds = 5

export default async function detector({ size = 100_000 }: Context): Promise<Figure[]> {
  const value = values()
  const before = held()
  const all: State[] = []
  for (let index = 0; index < size; index += 1) all.push(create({ stepMs }))
  // Several values each, so that what memory only a living series takes is there.
  const took = cpu(() => {
    for (let turn = 0; turn < rounds; turn += 1) for (const state of all) observe(state, new Date(begin + turn * stepMs), value(), { zone: 'Europe/Berlin' })
  })
  const megabytes = ((held() - before) / 1_000_000) * (100_000 / size)
  const last = all.at(-1) as State
  const long = decode(encode(last))
  const one = cpu(() => {
    for (let turn = rounds; turn < 100_000; turn += 1) observe(long, new Date(begin + turn * stepMs), value(), { zone: 'Europe/Berlin' })
  })
  const bare = cpu(() => bareLoop(value, 100_000))
  const each = round((one / (100_000 - rounds)) * 1e6)
  process.stdout.write(`  ${round((took / (size * rounds)) * 1e6)} µs a value over ${size} series in turns; a bare loop ${round((bare / 100_000) * 1e6)} µs\n`)
  return [
    { name: '100,000 series in memory', value: Math.round(megabytes), unit: 'MB', limit: 1, ratio: round(megabytes / mostMegabytes) },
    { name: 'a series in the database', value: stateBytes, unit: 'bytes', limit: 1, ratio: round(stateBytes / 5_000) },
    { name: 'a value of one series', value: each, unit: 'µs', limit: 1, ratio: round(each / mostMicroseconds) },
  ]
}

/** What a first attempt would do: a moving mean and deviation, and how far the value is off. */
function bareLoop(value: () => number, count: number): number {
  let [mean, deviation, furthest] = [50, 10, 0]
  for (let turn = 0; turn < count; turn += 1) {
    const off = value() - mean
    furthest = Math.max(furthest, Math.abs(off) / deviation)
    mean += off / 100
    deviation += (Math.abs(off) - deviation) / 100
  }
  return furthest
}

function held(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Seconds of this process alone, whatever else the machine does. */
function cpu(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

/** The same sequence each time. */
function values(): () => number {
  let seed = 1
  return () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return 40 + (20 * seed) / 2 ** 32
  }
}

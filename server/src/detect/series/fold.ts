// Points fold into minutes, in memory: whatever order they come in, each lands in its own.
import { mostValue } from '../signals/signals.contract.ts'
import { addTo, type Sketch } from './sketch.ts'

export const minuteMs = 60_000
/** `sketch`: from the second value on. */
export type Cell = { count: number; sum: number; min: number; max: number; sketch: Sketch | undefined }
/** By minute (milliseconds), by series. */
export type Minutes = Map<number, Map<number, Cell>>

export const minuteOf = (at: number): number => Math.floor(at / minuteMs) * minuteMs

/** The log may still hold values that are taken from nobody any more. @returns whether it is the first of its minute */
export function fold(minutes: Minutes, series: number, at: number, given: number): boolean {
  const value = Math.min(mostValue, Math.max(-mostValue, given))
  const minute = minuteOf(at)
  let cells = minutes.get(minute)
  if (!cells) {
    cells = new Map()
    minutes.set(minute, cells)
  }
  const cell = cells.get(series)
  if (!cell) {
    cells.set(series, { count: 1, sum: value, min: value, max: value, sketch: undefined })
    return true
  }
  if (!cell.sketch) {
    cell.sketch = new Map()
    addTo(cell.sketch, cell.sum)
  }
  addTo(cell.sketch, value)
  cell.count += 1
  cell.sum += value
  if (value < cell.min) cell.min = value
  if (value > cell.max) cell.max = value
  return false
}

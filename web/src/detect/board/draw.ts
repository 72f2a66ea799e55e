// A chart on a canvas: the band of what was expected, what was said, and where something unusual began.
import { type Point, rangeOf, shown } from './board.ts'

export type Look = { line: string; band: string; middle: string; mark: string; text: string; grid: string }
type Box = { width: number; height: number }
/** Room for the figures at the left, and for the marks above. */
const [left, top, bottom] = [44, 10, 6]

export type Scale = { x: (at: number) => number; y: (value: number) => number; lowest: number; highest: number }

/** Everything that was said and expected fits; a flat line stands in the middle. */
export function scaleOf(points: readonly Point[], from: number, to: number, { width, height }: Box): Scale {
  const { lowest, highest } = rangeOf(points.flatMap(({ value, low, high }) => [value, ...(low === null || high === null ? [] : [low, high])]))
  const reach = highest - lowest || Math.abs(highest) || 1
  const floor = highest === lowest ? lowest - reach / 2 : lowest
  return {
    x: (at) => left + ((at - from) / (to - from)) * (width - left),
    y: (value) => top + (1 - (value - floor) / reach) * (height - top - bottom),
    lowest,
    highest,
  }
}

/** Runs of points without a hole: what was not measured is not drawn over. */
export function runsOf(points: readonly Point[], stepMs: number): Point[][] {
  const runs: Point[][] = []
  let last = Number.NEGATIVE_INFINITY
  for (const point of points) {
    const at = Date.parse(point.at)
    if (at - last > stepMs * 1.5) runs.push([])
    runs.at(-1)?.push(point)
    last = at
  }
  return runs
}

export function draw(context: CanvasRenderingContext2D, box: Box, points: readonly Point[], from: number, to: number, stepMs: number, look: Look): void {
  context.clearRect(0, 0, box.width, box.height)
  if (points.length === 0) return
  const scale = scaleOf(points, from, to, box)
  drawFigures(context, box, scale, look)
  const middleOf = (point: Point) => scale.x(Date.parse(point.at) + stepMs / 2)
  for (const run of runsOf(points, stepMs)) {
    const known = run.filter(({ low, high }) => low !== null && high !== null)
    fill(
      context,
      [
        ...known.map((point) => [middleOf(point), scale.y(point.high as number)] as const),
        ...known.toReversed().map((point) => [middleOf(point), scale.y(point.low as number)] as const),
      ],
      look.band,
    )
    stroke(
      context,
      known.map((point) => [middleOf(point), scale.y(point.middle as number)] as const),
      look.middle,
      1,
      [3, 3],
    )
    stroke(
      context,
      run.map((point) => [middleOf(point), scale.y(point.value)] as const),
      look.line,
      1.5,
    )
    const [only] = run
    if (run.length === 1 && only) dot(context, middleOf(only), scale.y(only.value), look.line)
  }
  for (const point of points) if (point.raised) mark(context, middleOf(point), box.height, look.mark)
}

function drawFigures(context: CanvasRenderingContext2D, { width, height }: Box, { lowest, highest, y }: Scale, look: Look) {
  context.font = '11px system-ui, sans-serif'
  context.fillStyle = look.text
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  for (const value of lowest === highest ? [lowest] : [lowest, highest]) {
    context.fillText(shown(value), left - 6, Math.min(height - 7, Math.max(7, y(value))))
    stroke(
      context,
      [
        [left, y(value)],
        [width, y(value)],
      ],
      look.grid,
      1,
    )
  }
}

type Place = readonly [number, number]
function path(context: CanvasRenderingContext2D, places: readonly Place[]) {
  context.beginPath()
  for (const [i, [x, y]] of places.entries())
    if (i === 0) context.moveTo(x, y)
    else context.lineTo(x, y)
}
function fill(context: CanvasRenderingContext2D, places: readonly Place[], color: string) {
  if (places.length < 3) return
  path(context, places)
  context.fillStyle = color
  context.fill()
}
function stroke(context: CanvasRenderingContext2D, places: readonly Place[], color: string, width: number, dashes: number[] = []) {
  if (places.length < 2) return
  path(context, places)
  context.setLineDash(dashes)
  context.strokeStyle = color
  context.lineWidth = width
  context.lineJoin = 'round'
  context.stroke()
  context.setLineDash([])
}
function dot(context: CanvasRenderingContext2D, x: number, y: number, color: string) {
  context.beginPath()
  context.arc(x, y, 2, 0, 2 * Math.PI)
  context.fillStyle = color
  context.fill()
}
/** A wedge above and a line below it: seen without its colour too. */
function mark(context: CanvasRenderingContext2D, x: number, height: number, color: string) {
  stroke(
    context,
    [
      [x, 6],
      [x, height - bottom],
    ],
    color,
    1,
  )
  fill(
    context,
    [
      [x - 4, 0],
      [x + 4, 0],
      [x, 7],
    ],
    color,
  )
}

import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { t } from '../../strings/t.ts'
import styles from './Board.module.css'
import { type Minutes, minuteMs, type Period, summaryOf } from './board.ts'
import { draw, type Look } from './draw.ts'

/** One canvas, drawn anew when what it shows, its width or the colours change. */
export function Chart({ minutes, period, height }: { minutes: Minutes | undefined; period: Period; height: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [width, setWidth] = useState(0)
  const scheme = useComputedColorScheme()
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const seen = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)))
    seen.observe(element)
    return () => seen.disconnect()
  }, [])
  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context || width === 0 || !minutes) return
    const dense = window.devicePixelRatio || 1
    element.width = width * dense
    element.height = height * dense
    context.scale(dense, dense)
    const stepMs = { step: minutes.stepMinutes, hour: 60, day: 1_440 }[minutes.by] * minuteMs
    // What is shown while the next period is on its way keeps its own.
    draw(context, { width, height }, minutes.points, Date.parse(minutes.from), Date.parse(minutes.to), stepMs, lookOf(scheme))
  }, [minutes, width, height, scheme])
  return (
    <div className={styles.chart} style={{ height }} data-from={period.from}>
      <canvas ref={canvas} role="img" aria-label={minutes ? summaryOf(minutes.points) : t('board.loading')} />
      {minutes?.points.length === 0 && <p aria-hidden="true">{t('board.nothing')}</p>}
    </div>
  )
}

/** Asking the page for its colours makes it lay itself out: once a scheme is enough. */
const looks = new Map<string, Look>()
function lookOf(scheme: 'light' | 'dark'): Look {
  const known = looks.get(scheme)
  if (known) return known
  const style = getComputedStyle(document.documentElement)
  const of = (name: string) => style.getPropertyValue(name).trim()
  const look = {
    line: of('--lw-blue'),
    band: scheme === 'dark' ? of('--lw-blue-soft') : of('--mantine-color-blue-1'),
    middle: of('--lw-neutral'),
    mark: of('--lw-red'),
    text: of('--mantine-color-dimmed'),
    grid: of('--lw-line'),
  }
  looks.set(scheme, look)
  return look
}

import { useCallback, useEffect, useRef, useState } from 'react'
import { t } from '../../strings/t.ts'
import styles from './Board.module.css'
import type { Period, Series } from './board.ts'
import { FiguresDialog } from './FiguresDialog.tsx'
import { SeriesCard } from './SeriesCard.tsx'

const [rowHeight, leastWidth, around] = [194, 320, 1]
type View = { columns: number; first: number; last: number }
type Props = { all: Series[]; whole: boolean; period: Period; live: boolean; nearEnd: () => void }

/** Only the rows in sight, and one before and after them, are there at all: a thousand series scroll like ten. */
export function SeriesGrid({ all, whole, period, live, nearEnd }: Props) {
  const list = useRef<HTMLUListElement>(null)
  const [{ columns, first, last }, setView] = useState<View>({ columns: 1, first: 0, last: 3 })
  const [figures, setFigures] = useState<Series>()
  const look = useCallback(() => {
    const place = list.current?.getBoundingClientRect()
    if (!place) return
    const next = {
      columns: Math.max(1, Math.floor(place.width / leastWidth)),
      first: Math.max(0, Math.floor(-place.top / rowHeight) - around),
      last: Math.max(0, Math.ceil((window.innerHeight - place.top) / rowHeight)) + around,
    }
    setView((before) => (before.columns === next.columns && before.first === next.first && before.last === next.last ? before : next))
  }, [])
  useEffect(() => {
    look()
    window.addEventListener('scroll', look, { passive: true })
    window.addEventListener('resize', look)
    return () => {
      window.removeEventListener('scroll', look)
      window.removeEventListener('resize', look)
    }
  }, [look])
  const rows = Math.ceil(all.length / columns)
  useEffect(() => {
    if (last + 3 >= rows) nearEnd()
  }, [last, rows, nearEnd])
  return (
    <>
      <ul ref={list} className={styles.grid} style={{ height: rows * rowHeight }} aria-label={t('board.list')}>
        {all.slice(first * columns, last * columns).map((series, i) => {
          const place = first * columns + i
          return (
            <li
              key={series.id}
              className={styles.cell}
              aria-setsize={whole ? all.length : -1}
              aria-posinset={place + 1}
              style={{
                width: `${100 / columns}%`,
                height: rowHeight,
                left: `${(100 / columns) * (place % columns)}%`,
                top: Math.floor(place / columns) * rowHeight,
              }}
            >
              <SeriesCard series={series} period={period} live={live} openFigures={setFigures} />
            </li>
          )
        })}
      </ul>
      {figures && <FiguresDialog series={all.find(({ id }) => id === figures.id) ?? figures} period={period} close={() => setFigures(undefined)} />}
    </>
  )
}

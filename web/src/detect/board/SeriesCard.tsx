import { Badge } from '@mantine/core'
import { memo, useEffect, useId, useState } from 'react'
import { t, tn } from '../../strings/t.ts'
import { atNear } from '../../ui/format.ts'
import styles from './Board.module.css'
import { type Period, type Series, shown, useMinutes, whereOf } from './board.ts'
import { Chart } from './Chart.tsx'

/** Who scrolls past asks for nothing. */
const restMs = 150
const chartHeight = 96

type Props = { series: Series; period: Period; live: boolean; openFigures: (series: Series) => void }

/** One series: what it said last, what it says in the period, and whether something unusual goes on. Scrolling past mounts many: it is plain, and stays as it is while the others move. */
export const SeriesCard = memo(function SeriesCard({ series, period, live, openFigures }: Props) {
  const heading = useId()
  const [rested, setRested] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setRested(true), restMs)
    return () => clearTimeout(timer)
  }, [])
  const minutes = useMinutes(series.id, period, rested)
  const last = (live ? series.last?.value : undefined) ?? minutes.data?.points.at(-1)?.value
  const where = whereOf(series)
  return (
    <article className={styles.card} data-open={(live && series.open) || undefined} aria-labelledby={heading}>
      <div className={styles.head}>
        <div>
          <h2 id={heading} className={styles.name} title={series.name}>
            {series.name}
          </h2>
          <div className={styles.where} title={where}>
            {where || t(`board.${series.measure}`)}
            {series.behindMinutes > 0 && ` · ${tn('board.behind', series.behindMinutes)}`}
          </div>
        </div>
        <div className={`${styles.value} lw-figures`}>
          {last === undefined ? '–' : shown(last)}
          {live && series.open && (
            <div>
              <Badge color="amber" size="sm">
                {t('board.unusual')}
              </Badge>
            </div>
          )}
        </div>
      </div>
      <Chart minutes={minutes.data} period={period} height={chartHeight} />
      <div className={`${styles.foot} lw-figures`}>
        <span>{atNear(period.from)}</span>
        <button
          type="button"
          className={styles.figures}
          onClick={() => openFigures(series)}
          aria-label={t('board.figuresOf', { name: [series.name, where].filter(Boolean).join(', ') })}
        >
          {t('board.figures')}
        </button>
        <span>{atNear(period.to)}</span>
      </div>
    </article>
  )
})

import { Button, Text } from '@mantine/core'
import { useId } from 'react'
import { t } from '../../strings/t.ts'
import { atDayTime } from '../../ui/format.ts'
import styles from './Board.module.css'
import { minuteMs, reachOf } from './board.ts'

/** Where the period ends: now, or any time in what is kept. `ago`: in steps before now; `hours`: how long it is. */
export function Scrubber({ ago, set, now, hours }: { ago: number; set: (ago: number) => void; now: number; hours: number }) {
  const { days, stepMinutes } = reachOf(hours)
  const id = useId()
  const shown = ago === 0 ? t('board.untilNow') : atDayTime(now - ago * stepMinutes * minuteMs)
  return (
    <div className={styles.scrub}>
      <Text component="label" htmlFor={id} size="sm" fw={500}>
        {t('board.until')} <span className="lw-figures">{shown}</span>
      </Text>
      <Button size="compact-sm" variant="default" disabled={ago === 0} onClick={() => set(0)}>
        {t('board.live')}
      </Button>
      <input
        id={id}
        type="range"
        min={(-days * 1_440) / stepMinutes}
        max={0}
        step={1}
        value={-ago}
        aria-label={t('board.scrub', { days: String(days) })}
        aria-valuetext={shown}
        style={{ gridColumn: '1 / -1' }}
        onChange={(event) => set(-Number(event.currentTarget.value))}
      />
    </div>
  )
}
export const untilOf = (ago: number, now: number, hours: number): number => now - ago * reachOf(hours).stepMinutes * minuteMs

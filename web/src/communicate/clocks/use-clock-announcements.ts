import { useEffect, useRef } from 'react'
import type { ClockView } from '../../../../server/src/communicate/clocks/clocks.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { announce } from '../../ui/Announcer.tsx'
import { span } from '../../ui/format.ts'
import { clockName } from './clock-name.ts'

/** Says aloud when a clock is about to run out, is met, missed or waived; never the seconds. */
export function useClockAnnouncements(clocks: ClockView[]) {
  const before = useRef<Map<string, ClockView>>(undefined)
  useEffect(() => {
    const known = before.current
    if (known) {
      const news = clocks.flatMap((clock) => {
        const old = known.get(clock.id)
        const name = clockName(clock)
        if (old && old.state !== clock.state && clock.state !== 'running')
          return [t('clock.nowSettled', { clock: name, state: tOf('clock.state', clock.state) })]
        if (clock.state === 'running' && clock.reminded && old && !old.reminded) return [t('clock.soon', { clock: name })]
        return !old && clock.state === 'running'
          ? [t('clock.started', { clock: name, span: span(Date.parse(clock.deadline) - Date.parse(clock.startedAt)) })]
          : []
      })
      if (news.length > 0) announce(news.join(' '))
    }
    before.current = new Map(clocks.map((clock) => [clock.id, clock]))
  }, [clocks])
}

import { useEffect, useRef } from 'react'
import type { ChannelView } from '../../../../server/src/communicate/proofs/proofs.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { announce } from '../../ui/Announcer.tsx'
import { keyOf, proofText, wayName } from './channels.ts'

/** Says what came of a test that somebody asked for, once it is known; what the heartbeat finds interrupts nobody. */
export function useResults(channels: ChannelView[] | undefined) {
  const known = useRef(new Map<string, string>())
  useEffect(() => {
    const first = known.current.size === 0
    for (const way of channels ?? []) {
      const [newest] = way.last
      const state = newest ? `${newest.id} ${newest.state}` : ''
      const before = known.current.get(keyOf(way))
      known.current.set(keyOf(way), state)
      if (first || before === state || !newest?.askedBy) continue
      if (newest.state === 'sending') announce(`${wayName(way)}: ${t('channels.underWay')}`)
      else announce(t('channels.result', { way: wayName(way), word: tOf('way', way.state), took: proofText(newest), sentence: way.sentence }))
    }
  }, [channels])
}

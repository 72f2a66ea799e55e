import { Text } from '@mantine/core'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import type { Call } from './calls.ts'
import styles from './Calls.module.css'
import { SayLines } from './SayLines.tsx'

/** The words of the call, beside whom to call. */
export function WhatToSay({ call: { updateId, account } }: { call: Call }) {
  const { updates } = useRoom()
  const update = updates.find(({ id }) => id === updateId)
  return (
    <section aria-label={t('calls.say')} className={styles.say}>
      <h3>{t('calls.say')}</h3>
      {update ? <SayLines {...update} timeZone={account.timeZone} /> : <Text size="sm">{t('calls.say.missing')}</Text>}
    </section>
  )
}

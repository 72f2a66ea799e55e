import { Paper, Stack, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { announce } from '../../ui/Announcer.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { type Call, useStartCall } from './calls.ts'
import styles from './Calls.module.css'
import { Outcomes } from './Outcomes.tsx'
import { People } from './People.tsx'
import { WhatToSay } from './WhatToSay.tsx'
import { AccountName, TheirTime } from './WhoTheyAre.tsx'

/** The one call to make now: who, why, by which number, what to say; then what came of it. */
export function NextCall({ call, mine }: { call: Call; mine: boolean }) {
  const { id } = useRoom()
  const start = useStartCall(id)
  const { account } = call
  const place = useRef<HTMLElement>(null)
  const shown = useRef(`${call.id}${mine}`)
  // Once it is mine, or the next one comes up, whoever works by keyboard or by ear is taken there.
  useEffect(() => {
    if (shown.current === `${call.id}${mine}`) return
    shown.current = `${call.id}${mine}`
    place.current?.focus()
    if (mine) announce(t('calls.started', { name: account.name }))
  }, [call.id, mine, account.name])
  const title = t(mine ? 'calls.mine' : 'calls.next')
  return (
    <Paper
      component="section"
      ref={place}
      tabIndex={-1}
      aria-label={`${title}: ${account.name}`}
      p={{ base: 'sm', sm: 'lg' }}
      className={styles.next}
      data-mine={mine || undefined}
    >
      <div className={styles.parts}>
        <Stack gap="md" miw={0} className={styles.who}>
          <div>
            <Text size="xs" fw={600} className={mine ? 'lw-blue' : ''} c={mine ? undefined : 'dimmed'}>
              {title}
            </Text>
            <AccountName account={account} size="1.5rem" />
            <Text size="sm" mt={4} component="div">
              {account.vulnerability ? t('calls.vulnerable', { vulnerability: account.vulnerability }) : account.tier === 'enterprise' && t('calls.enterprise')}{' '}
              <TheirTime timeZone={account.timeZone} />
            </Text>
            <Text size="sm" c="dimmed" className="lw-clip">
              {call.why ? t('calls.mailFailed', { why: call.why }) : t('calls.mailLate')}
            </Text>
          </div>
          <People call={call} />
          {call.tries.length > 0 && <Tries tries={call.tries} />}
        </Stack>
        <WhatToSay call={call} />
        <div className={styles.act}>
          {mine ? (
            <Outcomes key={call.id} call={call} />
          ) : (
            <ActionButton write={start} body={call} size="lg" may="call">
              {t('calls.start')}
            </ActionButton>
          )}
        </div>
      </div>
    </Paper>
  )
}

function Tries({ tries }: Pick<Call, 'tries'>) {
  return (
    <section aria-label={t('calls.tries')}>
      <h3 className={styles.small}>{t('calls.tries')}</h3>
      <ul className={styles.tries}>
        {tries.map(({ outcome, note, by, at }) => (
          <li key={at}>
            <Moment at={at} /> {t('calls.try', { outcome: tOf('outcome', outcome), name: by.name })}
            {note && <span className="lw-prewrap">: {note}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

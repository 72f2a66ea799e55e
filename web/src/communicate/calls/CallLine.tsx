import { Text, VisuallyHidden } from '@mantine/core'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { atNear } from '../../ui/format.ts'
import { Moment } from '../../ui/Moment.tsx'
import { type Call, useStartCall } from './calls.ts'
import styles from './Calls.module.css'
import { AccountName, TheirTime } from './WhoTheyAre.tsx'

/** One call of the list. `free`: I may call, have none in hand, and can take this one out of its turn. */
export function CallLine({ call, free }: { call: Call; free: boolean }) {
  const { id } = useRoom()
  const start = useStartCall(id)
  const { account, state, caller, people, why } = call
  const phone = people.find((person) => person.phone)?.phone
  const done = state !== 'to-call' && state !== 'later'
  return (
    <li className={styles.line} data-done={done || undefined}>
      <div className={styles.lineWho}>
        <AccountName account={account} />
        <Text size="xs" c="dimmed" className="lw-clip">
          {!done && (
            <>
              <TheirTime timeZone={account.timeZone} />
              {` · ${phone ?? t('calls.noNumber')} · `}
            </>
          )}
          {why ?? t('calls.mailLate')}
        </Text>
        <LastTry call={call} />
      </div>
      <Text size="sm" component="div" className={styles.lineState}>
        <State call={call} />
        {!done && !caller && free && (
          <ActionButton write={start} body={call} size="compact-sm" variant="default">
            {t('calls.start')}
            <VisuallyHidden>: {account.name}</VisuallyHidden>
          </ActionButton>
        )}
      </Text>
    </li>
  )
}

function State({ call: { state, caller, dueAt } }: { call: Call }) {
  if (caller) return <span className="lw-blue">{t('calls.isCalling', { name: caller.name })}</span>
  if (state === 'later' && dueAt) return <span className="lw-amber">{t('calls.later', { at: atNear(dueAt) })}</span>
  if (state === 'to-call') return null
  return <span className={state === 'reached' ? 'lw-green' : state === 'not-reached' ? 'lw-red' : ''}>{tOf('callView', state)}</span>
}

function LastTry({ call: { tries } }: { call: Call }) {
  const last = tries.at(-1)
  if (!last) return null
  return (
    <Text size="xs" component="div" className="lw-clip">
      <Moment at={last.at} /> {t('calls.try', { outcome: tOf('outcome', last.outcome), name: last.by.name })}
      {last.note && `: ${last.note}`}
    </Text>
  )
}

import { Text } from '@mantine/core'
import type { UpdateView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { atNear, timeIn } from '../../ui/format.ts'
import type { Call } from './calls.ts'
import styles from './Calls.module.css'
import { spoken } from './spoken.ts'

/** What they must do, what we know, and when they hear again: short lines to read out. */
export function WhatToSay({ call: { updateId, account } }: { call: Call }) {
  const { updates } = useRoom()
  const update = updates.find(({ id }) => id === updateId)
  return (
    <section aria-label={t('calls.say')} className={styles.say}>
      <h3>{t('calls.say')}</h3>
      {update ? (
        <dl>
          {partsOf(update, account.timeZone).map(([title, text]) => (
            <div key={title}>
              <dt>{title}</dt>
              {spoken(text).map((line) => (
                <dd key={line}>{line}</dd>
              ))}
            </div>
          ))}
        </dl>
      ) : (
        <Text size="sm">{t('calls.say.missing')}</Text>
      )}
    </section>
  )
}

/** A holding update knows nothing yet: then what happened and what we do is what can be said. */
function partsOf({ parts, nextUpdateAt }: UpdateView, timeZone: string): [string, string][] {
  const said: [string, string | undefined][] = [
    [t('calls.say.must'), parts.must],
    ...((parts.known?.trim()
      ? [[t('calls.say.known'), parts.known]]
      : [
          [t('calls.say.happened'), parts.happened ?? parts.title],
          [t('calls.say.doing'), parts.doing],
        ]) as [string, string | undefined][]),
    [t('calls.say.next'), nextUpdateAt ? promise(nextUpdateAt, timeZone) : undefined],
  ]
  return said.filter((part): part is [string, string] => Boolean(part[1]?.trim()))
}

function promise(at: string, timeZone: string): string {
  const theirs = timeIn(at, timeZone)?.time
  return theirs && theirs !== atNear(at) ? t('calls.say.nextAt', { at: atNear(at), theirs }) : t('calls.say.nextAtAlone', { at: atNear(at) })
}

import { Checkbox, Stack } from '@mantine/core'
import { useState } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { CallEntry } from './CallEntry.tsx'
import styles from './Health.module.css'
import { type Narrowed, useCallsFirst, type View } from './health.ts'

/** Who is called first, or later, or was: one after the other. */
export function CallFirst({ view, narrowed }: { view: Exclude<View, 'all'>; narrowed: Narrowed }) {
  const [silent, setSilent] = useState(false)
  const list = useCallsFirst(view, narrowed, silent)
  return (
    <Stack gap="sm">
      {view === 'first' && <Checkbox label={t('health.silent')} checked={silent} onChange={(event) => setSilent(event.currentTarget.checked)} />}
      <Listed list={list} empty={<Empty title={tOf('health.noCalls', view)} text={tOf('health.noCallsText', view)} />}>
        {(entries) => (
          <ul className={styles.list}>
            {entries.map((entry) => (
              <CallEntry key={entry.id} entry={entry} />
            ))}
          </ul>
        )}
      </Listed>
    </Stack>
  )
}

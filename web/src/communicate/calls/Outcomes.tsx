import { Button, Kbd, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tOf } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { useShortcuts } from '../../ui/use-shortcuts.ts'
import { type Call, type Outcome, useNoteCall } from './calls.ts'
import styles from './Calls.module.css'

const outcomes: Outcome[] = ['reached', 'no-answer', 'wrong-number', 'refused']

/** What came of my call: one press, by button or by the keys 1 to 4, with a note if there is something to say. */
export function Outcomes({ call }: { call: Call }) {
  const { id } = useRoom()
  const [note, setNote] = useState('')
  const write = useNoteCall(id, call)
  const tell = (outcome: Outcome) => {
    if (!write.isPending) write.mutate({ outcome, note: note.trim() || null })
  }
  useShortcuts(Object.fromEntries(outcomes.map((outcome, nth) => [String(nth + 1), () => tell(outcome)])), true)
  return (
    <Stack gap="xs">
      <Text size="sm">{t('calls.kept')}</Text>
      <fieldset aria-label={t('calls.outcome')} className={styles.outcomes}>
        {outcomes.map((outcome, nth) => (
          <Button
            key={outcome}
            size="md"
            color={outcome === 'reached' ? 'green' : 'gray'}
            variant={outcome === 'reached' ? 'filled' : 'default'}
            loading={write.isPending && write.variables?.outcome === outcome}
            disabled={write.isPending}
            rightSection={
              <Kbd aria-hidden="true" className={styles.key}>
                {nth + 1}
              </Kbd>
            }
            onClick={() => tell(outcome)}
          >
            {tOf('outcome', outcome)}
          </Button>
        ))}
      </fieldset>
      <Textarea
        label={t('calls.note')}
        placeholder={t('calls.noteHint')}
        maxLength={1_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {write.isError && <ErrorNote error={write.error} />}
    </Stack>
  )
}

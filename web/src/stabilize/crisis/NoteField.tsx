import { Button, Group, Stack, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { useWriteNote } from './command.ts'
import { useRoom } from './room.ts'

export function NoteField() {
  const { id } = useRoom()
  const [text, setText] = useState('')
  const write = useWriteNote(id, () => setText(''))
  const may = useMay('declare')
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (text.trim() !== '') write.mutate({ text })
  }
  if (!may) return null
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Textarea
          minRows={1}
          aria-label={t('timeline.note')}
          placeholder={t('timeline.notePlaceholder')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
          }}
        />
        {text.trim() !== '' && (
          <Group justify="flex-end">
            <Button type="submit" size="xs" loading={write.isPending}>
              {t('timeline.add')}
            </Button>
          </Group>
        )}
        {write.isError && <ErrorNote error={write.error} />}
      </Stack>
    </form>
  )
}

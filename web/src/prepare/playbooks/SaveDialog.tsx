import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { PlaybookDiff } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import { t } from '../../strings/t.ts'
import { request } from '../../ui/api.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { DiffView } from './DiffView.tsx'
import { pathOf, playbooksKey } from './playbook.ts'

type Props = { playbook: { key: string; title: string; revision: number }; yaml: string; close: () => void; saved: (revision: number) => void }

/** First what changes, then why, then it is saved. */
export function SaveDialog({ playbook: { key, title, revision }, yaml, close, saved }: Props) {
  const [note, setNote] = useState('')
  const difference = useQuery({
    queryKey: ['playbook-comparison', key, revision, yaml],
    queryFn: ({ signal }) => request<PlaybookDiff>('POST', `${pathOf(key)}/comparison`, { body: { yaml }, signal }),
    gcTime: 0,
  })
  const save = useWrite<{ revision: number }, { yaml: string; note: string; revision: number }>({
    method: 'PUT',
    path: pathOf(key),
    touches: [playbooksKey],
    done: (answer) => t('editor.saved', { revision: answer.revision }),
    after: (answer) => {
      saved(answer.revision)
      close()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ yaml, note, revision })
  }
  return (
    <Modal opened onClose={close} title={t('editor.saveTitle', { title })} size="xl">
      <form onSubmit={submit}>
        <Stack>
          <Loaded query={difference}>{(diff) => <DiffView diff={diff} />}</Loaded>
          <Textarea
            label={t('editor.note')}
            required
            maxLength={500}
            minRows={1}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            data-autofocus
          />
          <Text size="xs" c="dimmed">
            {t('editor.runningKeep')}
          </Text>
          <ErrorNote error={save.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('editor.saveNow')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type FormEvent, useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { dropDraft } from './kept-draft.ts'
import { pathOf, playbooksKey, useShown } from './playbook.ts'

/** Back to the shipped file, as one more version. */
export function ResetButton() {
  const { key, revision } = useShown().summary
  const may = useMay('playbook')
  const [opened, { open, close }] = useDisclosure(false)
  const [note, setNote] = useState('')
  const reset = useWrite<unknown, { note: string; revision: number }>({
    path: `${pathOf(key)}/reset`,
    touches: [playbooksKey],
    done: t('versions.wasReset'),
    after: () => {
      dropDraft(key)
      close()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    reset.mutate({ note, revision })
  }
  if (!may) return null
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        {t('versions.reset')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('versions.resetTitle')}>
        <form onSubmit={submit}>
          <Stack>
            <Text size="sm">{t('versions.resetText')}</Text>
            <Textarea
              label={t('editor.note')}
              required
              maxLength={500}
              minRows={1}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
              data-autofocus
            />
            <ErrorNote error={reset.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t('cancel')}
              </Button>
              <Button type="submit" loading={reset.isPending}>
                {t('versions.back')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}

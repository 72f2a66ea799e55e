import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { t } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { type TemplateKey, templatesKey } from './templates.ts'

type Props = { of: TemplateKey; parts: Record<string, string>; revision: number; close: () => void; saved: (revision: number) => void }

/** Why it changes; then it waits for another person. */
export function SaveTemplate({ of, parts, revision, close, saved }: Props) {
  const [note, setNote] = useState('')
  const save = useWrite<{ revision: number }, object>({
    method: 'PUT',
    path: '/api/templates/one',
    touches: [templatesKey],
    done: (answer) => t('templates.saved', { revision: answer.revision }),
    after: (answer) => saved(answer.revision),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ ...of, parts, note, revision })
  }
  return (
    <Modal opened onClose={close} title={t('templates.saveTitle')}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{t('templates.saveText')}</Text>
          <Textarea
            label={t('editor.note')}
            required
            maxLength={500}
            minRows={1}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            data-autofocus
          />
          <ErrorNote error={save.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('templates.saveNow')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

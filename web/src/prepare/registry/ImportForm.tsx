import { Button, Checkbox, Group, Input, Paper, Progress, SegmentedControl, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { bytes } from '../../ui/format.ts'
import { Problem } from '../../ui/problem.ts'
import { FileDrop } from '../../ui/FileDrop.tsx'
import styles from './ImportForm.module.css'
import { type Subject, subjects, upload } from './upload.ts'

type Sending = { file: File; sent: number; stop: () => void }

/** Choose what the file holds, drop it, watch it go; then the import's own page takes over. */
export function ImportForm() {
  const navigate = useNavigate()
  const client = useQueryClient()
  const [subject, setSubject] = useState<Subject>('accounts')
  const [practice, setPractice] = useState(false)
  const [sending, setSending] = useState<Sending>()
  const [error, setError] = useState<unknown>()
  const send = async (file: File) => {
    if (!/\.(csv|txt|tsv)$/i.test(file.name) && !/csv|text/.test(file.type))
      return setError(new Problem(-1, t('problem.failed.title'), t('imports.notCsv', { name: file.name })))
    setError(undefined)
    const { answer, stop } = upload(file, subject, practice, (sent) => setSending((before) => before && { ...before, sent }))
    setSending({ file, sent: 0, stop })
    try {
      const { id } = await answer
      void client.invalidateQueries({ queryKey: ['imports'] })
      void navigate({ to: '/imports/$importId', params: { importId: id } })
    } catch (failure) {
      setError(failure)
    } finally {
      setSending(undefined)
    }
  }
  return (
    <Paper p={{ base: 'sm', sm: 'md' }}>
      <Stack gap="md">
        <Group justify="space-between" align="flex-end">
          <Input.Wrapper label={t('imports.subject')} labelElement="div">
            <SegmentedControl
              className={styles.subject}
              mt={4}
              aria-label={t('imports.subject')}
              value={subject}
              onChange={(value) => setSubject(value as Subject)}
              data={subjects.map((each) => ({ value: each, label: tOf('imports.subject', each) }))}
            />
          </Input.Wrapper>
          <Checkbox label={t('imports.practice')} checked={practice} onChange={(event) => setPractice(event.currentTarget.checked)} />
        </Group>
        {sending ? (
          <Stack gap="xs">
            <Text size="sm" className="lw-figures">
              {t('imports.sending', { name: sending.file.name, done: bytes(sending.sent), total: bytes(sending.file.size) })}
            </Text>
            <Progress value={(sending.sent / Math.max(1, sending.file.size)) * 100} aria-label={sending.file.name} animated />
            <Group justify="flex-end">
              <Button size="xs" variant="default" onClick={sending.stop}>
                {t('imports.stop')}
              </Button>
            </Group>
          </Stack>
        ) : (
          <FileDrop label={t('imports.drop')} choose={t('imports.choose')} accept=".csv,text/csv,text/plain" onFile={(file) => void send(file)} />
        )}
        <Text size="sm" c="dimmed">
          {t('imports.columns', { required: tOf('imports.required', subject), optional: tOf('imports.optional', subject) })}
        </Text>
        <ErrorNote error={error} />
        <Text size="xs" c="dimmed">
          {t('imports.order')}
        </Text>
      </Stack>
    </Paper>
  )
}

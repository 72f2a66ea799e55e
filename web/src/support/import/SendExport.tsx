import { Group, Input, Loader, Paper, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { FileDrop } from '../../ui/FileDrop.tsx'
import { forms, type Import, importsKey, send } from './imports.ts'

/** Say what it is of, drop it; then the import's own page takes over. */
export function SendExport() {
  const navigate = useNavigate()
  const client = useQueryClient()
  const [form, setForm] = useState<Import['form']>('zendesk')
  const [desk, setDesk] = useState('')
  const [sending, setSending] = useState<string>()
  const [error, setError] = useState<unknown>()
  const take = async (file: File) => {
    setError(undefined)
    setSending(file.name)
    try {
      const { id } = await send(file, form, desk)
      void client.invalidateQueries({ queryKey: importsKey })
      void navigate({ to: '/settings/import-conversations/$importId', params: { importId: id } })
    } catch (failure) {
      setError(failure)
    } finally {
      setSending(undefined)
    }
  }
  return (
    <Paper p={{ base: 'sm', sm: 'md' }}>
      <Stack gap="md">
        <Group align="flex-end" gap="md">
          <Input.Wrapper label={t('convImports.form')} labelElement="div">
            <SegmentedControl
              mt={4}
              aria-label={t('convImports.form')}
              value={form}
              onChange={(value) => setForm(value as Import['form'])}
              data={forms.map((each) => ({ value: each, label: tOf('desks.kindOf', each) }))}
            />
          </Input.Wrapper>
          <TextInput
            label={t('convImports.desk')}
            description={t('convImports.deskHint')}
            placeholder={form}
            value={desk}
            maxLength={40}
            onChange={(event) => setDesk(event.currentTarget.value)}
          />
        </Group>
        {sending ? (
          <Group role="status">
            <Loader size="sm" />
            <Text size="sm">{sending}</Text>
          </Group>
        ) : (
          <FileDrop
            label={t('convImports.drop')}
            choose={t('convImports.choose')}
            accept=".json,.ndjson,.jsonl,.csv,application/json,text/csv"
            onFile={(file) => void take(file)}
          />
        )}
        <ErrorNote error={error} />
        <Text size="xs" c="dimmed">
          {t('convImports.order')}
        </Text>
      </Stack>
    </Paper>
  )
}

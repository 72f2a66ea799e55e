import { Alert, Group, Button, List, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { SheetView } from '../../../../server/src/remediate/people/people.contract.ts'
import { t, tn } from '../../strings/t.ts'
import { query, upload } from '../../ui/api.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { FileDrop } from '../../ui/FileDrop.tsx'
import { number } from '../../ui/format.ts'
import { payoutsKey } from './payouts.ts'

/** The file comes back; every row that is wrong is named. */
export function SheetDialog({ close }: { close: () => void }) {
  const [evidence, setEvidence] = useState('')
  const client = useQueryClient()
  const send = useMutation({
    mutationFn: (file: File) => upload<z.output<typeof SheetView>>(`/api/payouts/carried-out${query({ evidence: evidence.trim() })}`, file, 'text/csv'),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: payoutsKey })
      void client.invalidateQueries({ queryKey: ['crisis'] })
    },
  })
  const said = send.data
  return (
    <Modal opened onClose={close} title={t('people.sendBackTitle')} size="lg">
      <Stack>
        <Text size="sm">{t('people.sendBackText')}</Text>
        <TextInput
          label={t('people.evidence')}
          description={t('people.evidenceHint')}
          required
          data-autofocus
          maxLength={2_000}
          value={evidence}
          onChange={(event) => setEvidence(event.currentTarget.value)}
        />
        {evidence.trim() !== '' && (
          <FileDrop label={t('people.drop')} choose={t('people.choose')} accept=".csv,text/csv" onFile={(file) => send.mutate(file)} />
        )}
        <ErrorNote error={send.error} />
        {said && (
          <Alert color={said.wrong > 0 ? 'amber' : 'green'} role="status">
            <Text size="sm">
              {t('people.sheet', { applied: number(said.applied), notApplied: number(said.notApplied), unchanged: number(said.unchanged) })}{' '}
              {said.wrong > 0 && tn('people.sheetWrong', said.wrong)}
            </Text>
            {said.problems.length > 0 && (
              <List size="sm" mt="xs" mah={240} style={{ overflowY: 'auto' }} tabIndex={0}>
                {said.problems.map(({ line, reason, value }) => (
                  <List.Item key={`${line} ${reason}`}>
                    {t('people.row', { line })}
                    {value && ` (${value})`}: {reason}
                  </List.Item>
                ))}
              </List>
            )}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

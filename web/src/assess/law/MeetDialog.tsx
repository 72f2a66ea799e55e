import { Button, FileInput, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { RegulatoryClock } from '../../../../server/src/assess/regulatory-clocks/regulatory.view.contract.ts'
import type { AttachmentView } from '../../../../server/src/stabilize/attachments/attachments.contract.ts'
import { crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { useCommand } from '../../stabilize/crisis/use-part.ts'
import { t } from '../../strings/t.ts'
import { upload } from '../../ui/api.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { fromLocalInput } from '../../ui/format.ts'

/** Closed with what proves it: words, files, or both. Files are kept first, so that none is lost where the rest is refused. */
export function MeetDialog({ clock, close }: { clock: RegulatoryClock; close: () => void }) {
  const { id } = useRoom()
  const [proof, setProof] = useState('')
  const [files, setFiles] = useState<File[]>([])
  const [at, setAt] = useState('')
  const meet = useCommand<object>(`/regulatory/${clock.key}/completion`, close)
  const send = useMutation({
    mutationFn: async () => {
      const kept = await Promise.all(
        files.map((file) => upload<AttachmentView>(crisisPath(id, `/attachments?name=${encodeURIComponent(file.name)}`), file, 'application/octet-stream')),
      )
      return meet.mutateAsync({
        attachments: kept.map((file) => file.id),
        ...(proof.trim() ? { evidence: proof } : {}),
        ...(at ? { metAt: fromLocalInput(at) } : {}),
      })
    },
  })
  return (
    <Modal opened onClose={close} title={t('law.meetTitle')}>
      <Stack>
        <Text size="sm" fw={600}>
          {clock.regime}: {clock.title}
        </Text>
        <Textarea
          label={t('law.proof')}
          description={t('law.proofHint')}
          data-autofocus
          autosize
          minRows={3}
          maxLength={5_000}
          value={proof}
          onChange={(event) => setProof(event.currentTarget.value)}
        />
        <FileInput label={t('law.files')} multiple clearable value={files} onChange={setFiles} />
        <TextInput type="datetime-local" label={t('law.metAt')} value={at} onChange={(event) => setAt(event.currentTarget.value)} />
        {send.isError && <ErrorNote error={send.error} />}
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button loading={send.isPending} disabled={proof.trim() === '' && files.length === 0} onClick={() => send.mutate()}>
            {t('law.meetDo')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Preview } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { atNear } from '../../ui/format.ts'
import { type Draft, toSent } from './draft.ts'
import { othersNeeded } from './use-preview.ts'
import { useSaveDraft, useSubmitUpdate } from './updates.ts'

type Props = { draft: Draft; late: boolean; preview: Preview | undefined; onSaved: (updateId: string) => void; onDone: () => void; close: () => void }

/** The last look: to whom, how many, what is promised. Saving comes first, so that a refused submission leaves a draft and not a second update. */
export function PublishDialog({ draft, late, preview, onSaved, onDone, close }: Props) {
  const { id } = useRoom()
  const save = useSaveDraft(id, draft.updateId)
  const submit = useSubmitUpdate(id)
  const approvals = othersNeeded(preview)
  const recipients = tn('compose.recipients', preview?.recipients ?? 0)
  const title = draft.parts.title
  const toCustomers = !draft.to || draft.to.kind === 'customers'
  const errors = preview?.findings.filter(({ severity }) => severity === 'error') ?? []
  const warnings = preview?.findings.filter(({ severity }) => severity === 'warning') ?? []
  const [weighed, setWeighed] = useState(false)
  const publish = async () => {
    submit.reset()
    const saved = await save.mutateAsync(toSent(draft)).catch(() => undefined)
    if (!saved) return
    onSaved(saved.id)
    submit.mutate({ id: saved.id, lateReason: late ? draft.lateReason : '' }, { onSuccess: onDone })
  }
  return (
    <Modal opened onClose={close} title={approvals > 0 ? t('compose.confirmApproval') : t('compose.confirm')}>
      <Stack>
        <Text size="sm">
          {approvals > 0
            ? t('compose.confirmApprovalText', { title, recipients, approvals: tn('compose.approvals', approvals) })
            : t(toCustomers ? 'compose.confirmText' : 'to.confirm', { title, recipients })}
        </Text>
        {toCustomers && draft.nextUpdateAt && draft.phase !== 'resolved' && (
          <Text size="sm" fw={600}>
            {t('update.next', { at: atNear(draft.nextUpdateAt) })}
          </Text>
        )}
        {errors.length > 0 && (
          <Alert color="red" p="sm" title={t('lint.blocked')}>
            {errors.map(({ sentence, part, from }) => (
              <Text size="sm" key={`${part}/${from}/${sentence}`}>
                {sentence}
              </Text>
            ))}
          </Alert>
        )}
        {errors.length === 0 && warnings.length > 0 && (
          <>
            <Stack gap={4}>
              {warnings.map(({ sentence, part, from }) => (
                <Text size="sm" key={`${part}/${from}/${sentence}`}>
                  {part ? `${tOf('part', part)}: ` : ''}
                  {sentence}
                </Text>
              ))}
            </Stack>
            <Checkbox
              label={tn('lint.weighed', warnings.length)}
              checked={weighed}
              onChange={(event) => setWeighed(event.currentTarget.checked)}
              data-autofocus
            />
          </>
        )}
        <ErrorNote error={save.error ?? submit.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button
            {...(warnings.length === 0 ? { 'data-autofocus': true } : {})}
            disabled={errors.length > 0 || (warnings.length > 0 && !weighed)}
            loading={save.isPending || submit.isPending}
            onClick={() => void publish()}
          >
            {approvals > 0 ? t('compose.askNow') : t('compose.publishNow')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

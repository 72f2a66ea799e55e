import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Preview } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { atNear } from '../../ui/format.ts'
import { type Draft, fourQuestions } from './draft.ts'
import { othersNeeded } from './use-preview.ts'
import { useSubmitUpdate } from './updates.ts'
import type { Saving } from './use-saving.ts'

type Props = { draft: Draft; late: boolean; preview: Preview | undefined; saving: Saving; onDone: () => void; close: () => void }

/** The last look: to whom, how many, what is promised. Saving comes first, so that a refused submission leaves a draft and not a second update. */
export function PublishDialog({ draft, late, preview, saving, onDone, close }: Props) {
  const { id } = useRoom()
  const submit = useSubmitUpdate(id)
  const approvals = othersNeeded(preview)
  const recipients = tn('compose.recipients', preview?.recipients ?? 0)
  const title = draft.parts.title
  const toCustomers = !draft.to || draft.to.kind === 'customers'
  const errors = preview?.findings.filter(({ severity }) => severity === 'error') ?? []
  const unanswered = draft.phase === 'resolved' ? fourQuestions.filter((part) => !draft.parts[part]?.trim()) : []
  const warnings = (preview?.findings ?? []).filter(
    ({ severity, rule, part }) => severity === 'warning' && !(rule === 'missing-part' && unanswered.some((each) => each === part)),
  )
  const [weighed, setWeighed] = useState(false)
  const [final, setFinal] = useState(false)
  const publish = async () => {
    submit.reset()
    const saved = await saving.save()
    // What stands in the way of saving is said in the composer.
    if (!saved) return saving.unsaved ? close() : undefined
    submit.mutate({ id: saved.id, revision: saved.revision, lateReason: late ? draft.lateReason : '' }, { onSuccess: onDone })
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
        {errors.length === 0 && unanswered.length > 0 && (
          <Alert color="amber" p="sm" title={t('compose.unanswered')}>
            <Text size="sm" mb={8}>
              {unanswered.map((part) => (part === 'doing' ? t('part.did') : tOf('part', part))).join(', ')}
            </Text>
            <Checkbox label={t('compose.finalAnyway')} checked={final} onChange={(event) => setFinal(event.currentTarget.checked)} />
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
        <ErrorNote error={submit.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button
            {...(warnings.length === 0 && unanswered.length === 0 ? { 'data-autofocus': true } : {})}
            disabled={errors.length > 0 || (warnings.length > 0 && !weighed) || (unanswered.length > 0 && !final)}
            loading={saving.state.is === 'saving' || submit.isPending}
            onClick={() => void publish()}
          >
            {approvals > 0 ? t('compose.askNow') : t('compose.publishNow')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

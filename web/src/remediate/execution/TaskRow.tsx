import { Button, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { z } from 'zod'
import type { RemedyTaskView } from '../../../../server/src/remediate/people/people.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { atNear } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { payoutsKey } from './payouts.ts'

export type Task = z.output<typeof RemedyTaskView>

/** One task, which somebody takes in hand and ends. `withCrisis`: where tasks of several crises stand together. */
export function TaskRow({ task, withCrisis = false }: { task: Task; withCrisis?: boolean }) {
  const [ending, setEnding] = useState(false)
  const may = useMay('call')
  const { grantId, account, owner, takenBy, takenAt, outcome } = task
  const take = useWrite<unknown, { taken: boolean }>({ path: `/api/remedy-tasks/${grantId}/taking`, touches: [payoutsKey] })
  const what = task.sentence ?? task.remedy
  return (
    <Group component="li" justify="space-between" align="flex-start" gap="xs">
      <div style={{ minWidth: 0, flex: '1 1 260px' }}>
        <Text>
          <TextLink to="/accounts/$accountId" params={{ accountId: String(account.id) }} fw={600}>
            {account.name}
          </TextLink>
          : {task.takesBack ? t('byPeople.back', { sentence: what }) : what}
        </Text>
        <Text size="sm" c="dimmed">
          {withCrisis && task.crisis && (
            <>
              <TextLink to="/crises/$crisisId/make-good" params={{ crisisId: task.crisis.id }} size="sm">
                {task.crisis.number}
              </TextLink>
              {'. '}
            </>
          )}
          {owner ? t('byPeople.owner', { owner }) : t('byPeople.noOwner')}
          {takenBy && takenAt && task.state === 'approved' ? ` ${t('byPeople.taken', { name: takenBy.name, at: atNear(takenAt) })}` : ''}
        </Text>
        {outcome && (
          <Text size="sm">
            {t(outcome.done ? 'byPeople.done' : 'byPeople.notDone')}.{' '}
            {t('byPeople.outcome', { name: outcome.by.name, at: atNear(outcome.at), words: outcome.words })}
          </Text>
        )}
      </div>
      {may && task.state === 'approved' && (
        <Group gap="xs">
          <ActionButton
            write={take}
            body={{ taken: !takenBy }}
            may="call"
            size="xs"
            variant="default"
            label={`${t(takenBy ? 'byPeople.give' : 'byPeople.take')}: ${account.name}`}
          >
            {t(takenBy ? 'byPeople.give' : 'byPeople.take')}
          </ActionButton>
          <Button size="xs" variant="default" aria-label={`${t('byPeople.end')}: ${account.name}`} onClick={() => setEnding(true)}>
            {t('byPeople.end')}
          </Button>
        </Group>
      )}
      {ending && <End grantId={grantId} close={() => setEnding(false)} />}
    </Group>
  )
}

function End({ grantId, close }: { grantId: number; close: () => void }) {
  const [done, setDone] = useState('yes')
  const [words, setWords] = useState('')
  const end = useWrite<unknown, { done: boolean; words: string }>({
    path: `/api/remedy-tasks/${grantId}/outcome`,
    touches: [payoutsKey, ['crisis']],
    done: t('byPeople.saved'),
    after: close,
  })
  return (
    <Modal opened onClose={close} title={t('byPeople.endTitle')}>
      <Stack>
        <Radio.Group value={done} onChange={setDone} aria-label={t('byPeople.endTitle')}>
          <Stack gap="xs">
            <Radio value="yes" label={t('byPeople.done')} />
            <Radio value="no" label={t('byPeople.notDone')} />
          </Stack>
        </Radio.Group>
        <Textarea
          label={t('byPeople.words')}
          required
          data-autofocus
          maxLength={2_000}
          autosize
          minRows={2}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={end} body={{ done: done === 'yes', words: words.trim() }} may="call" disabled={words.trim() === ''}>
            {t('byPeople.save')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

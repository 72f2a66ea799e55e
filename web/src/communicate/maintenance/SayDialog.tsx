import { Button, Checkbox, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { useWrite } from '../../ui/use-write.ts'
import { maintenancesKey, type Work } from './maintenance.ts'

/** How far it is; `word`: only a word on it. */
export type To = 'word' | 'in_progress' | 'verifying' | 'completed' | 'cancelled'

/** As it is told where nobody says otherwise. */
const isTold = ({ tells }: Work, to: To): boolean =>
  to === 'cancelled' ? tells.length > 0 : (to === 'in_progress' || to === 'completed') && tells.includes(to)

/** What customers read next of it, at once. */
export function SayDialog({ work, to, close }: { work: Work; to: To; close: () => void }) {
  const [body, setBody] = useState('')
  const [tell, setTell] = useState(() => isTold(work, to))
  const say = useWrite<Work, { state?: Exclude<To, 'word'>; body: string; tell: boolean }>({
    path: `/api/maintenances/${work.id}/notes`,
    touches: [maintenancesKey],
    done: t('maintenance.said'),
    after: close,
  })
  const wrong = fieldErrors(say.error, ['body'] as const)
  return (
    <Modal opened onClose={close} title={t('maintenance.ofIt', { action: tOf('maintenance.say', to), title: work.title })}>
      <Stack>
        <Text size="sm">{tOf('maintenance.sayText', to)}</Text>
        <Textarea
          label={t('maintenance.words')}
          required
          data-autofocus
          maxLength={4_000}
          value={body}
          error={wrong.body}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
        <Checkbox
          label={t('maintenance.tell')}
          description={t('maintenance.tellHint')}
          checked={tell}
          onChange={(event) => setTell(event.currentTarget.checked)}
        />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('back')}
          </Button>
          <ActionButton
            write={say}
            body={{ ...(to === 'word' ? {} : { state: to }), body: body.trim(), tell }}
            disabled={body.trim() === ''}
            quiet={wrong.body !== undefined}
            may="approve-update"
            {...(to === 'cancelled' ? { color: 'red' } : {})}
          >
            {tOf('maintenance.say', to)}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

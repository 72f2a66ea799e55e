import { Button, Group, List, Modal, Radio, ScrollArea, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { t, tn, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { useWrite } from '../../ui/use-write.ts'
import { type Suspicion, suspicionsKey } from './suspicions.ts'

const choices = ['yes', 'no'] as const

/** Why, and whether the same may come again: what is decided here is remembered. */
export function DismissDialog({ suspicion: { id, title, evidence }, close }: { suspicion: Suspicion; close: () => void }) {
  const [noise, setNoise] = useState<'yes' | 'no'>('yes')
  const [reason, setReason] = useState('')
  const write = useWrite<Suspicion, { reason: string; noise: boolean }>({
    path: `/api/suspicions/${id}/dismissal`,
    touches: [suspicionsKey],
    done: t('suspicions.dismissed', { title }),
    after: close,
  })
  const wrong = fieldErrors(write.error, ['reason'] as const)
  return (
    <Modal opened onClose={close} title={t('suspicions.of', { action: t('suspicions.dismiss'), title })}>
      <Stack>
        <Radio.Group label={t('suspicions.which')} value={noise} onChange={(value) => setNoise(value === 'no' ? 'no' : 'yes')}>
          <Stack gap={8} mt={6}>
            {choices.map((each) => (
              <Radio key={each} value={each} label={tOf('suspicions.noise', each)} description={tOf('suspicions.noiseHint', each)} />
            ))}
          </Stack>
        </Radio.Group>
        {noise === 'yes' && evidence.length > 0 && (
          <div>
            <Text size="sm">{tn('suspicions.silenced', evidence.length)}</Text>
            <ScrollArea.Autosize mah={160} type="auto">
              <List size="sm">
                {evidence.map((each) => (
                  <List.Item key={`${each.kind}/${each.key}`}>{each.sentence}</List.Item>
                ))}
              </List>
            </ScrollArea.Autosize>
          </div>
        )}
        <Textarea
          label={t('suspicions.reason')}
          required
          data-autofocus
          maxLength={1_000}
          value={reason}
          error={wrong.reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton
            write={write}
            body={{ reason: reason.trim(), noise: noise === 'yes' }}
            disabled={reason.trim() === ''}
            quiet={wrong.reason !== undefined}
            may="declare"
          >
            {t('suspicions.dismiss')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

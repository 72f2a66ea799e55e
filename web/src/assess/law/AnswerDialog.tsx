import { Button, Group, List, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { RegulatoryView } from '../../../../server/src/assess/regulatory-clocks/regulatory.view.contract.ts'
import { useCommand } from '../../stabilize/crisis/use-part.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fromLocalInput } from '../../ui/format.ts'

type Asked = RegulatoryView['questions'][number]
type Basis = Asked['starts'][number]['startsFrom']

/** A yes says since when, for every moment that the law counts from; a no after a yes says why. */
export function AnswerDialog({ question, answer, close }: { question: Asked; answer: 'yes' | 'no'; close: () => void }) {
  const [reason, setReason] = useState('')
  const [moments, setMoments] = useState<Partial<Record<Basis, string>>>({})
  const give = useCommand<object>(`/regulatory/questions/${encodeURIComponent(question.key)}`, close)
  const bases = [...new Set(question.starts.map(({ startsFrom }) => startsFrom))].filter((basis) => basis !== 'notification-sent')
  const given = Object.fromEntries(Object.entries(moments).flatMap(([basis, text]) => (text ? [[basis, fromLocalInput(text)]] : [])))
  return (
    <Modal opened onClose={close} title={answer === 'yes' ? t('law.yesTitle') : t('law.noTitle')}>
      <Stack>
        <Text size="sm" fw={600}>
          {question.ask}
        </Text>
        {answer === 'yes' ? (
          <>
            <List size="sm">
              {question.starts.map(({ key, regime, title }) => (
                <List.Item key={key}>
                  {regime}: {title}
                </List.Item>
              ))}
            </List>
            {bases.map((basis, nth) => (
              <TextInput
                key={basis}
                type="datetime-local"
                label={`${t('law.moment')}: ${tOf('basis', basis)}`}
                description={nth === 0 ? t('law.momentHint') : undefined}
                value={moments[basis] ?? ''}
                onChange={(event) => setMoments({ ...moments, [basis]: event.currentTarget.value })}
              />
            ))}
          </>
        ) : (
          <>
            <Text size="sm">{t('law.noText')}</Text>
            <Textarea
              label={t('law.reason')}
              required
              data-autofocus
              autosize
              minRows={2}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </>
        )}
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton
            write={give}
            body={answer === 'yes' ? { answer, moments: given } : { answer, reason }}
            disabled={answer === 'no' && reason.trim() === ''}
            may="regulatory"
          >
            {answer === 'yes' ? t('law.start') : t('law.no')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

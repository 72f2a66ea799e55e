import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { RegulatoryView } from '../../../../server/src/assess/regulatory-clocks/regulatory.view.contract.ts'
import { useCommand } from '../../stabilize/crisis/use-part.ts'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { atNear } from '../../ui/format.ts'
import { AnswerDialog } from './AnswerDialog.tsx'
import styles from './Law.module.css'

type Asked = RegulatoryView['questions'][number]

/** One question: its answer, or the two buttons that give it. */
export function Question({ question }: { question: Asked }) {
  const { key, ask, help, answer, by, at, reason, starts } = question
  const may = useMay('regulatory')
  const [giving, setGiving] = useState<'yes' | 'no'>()
  const no = useCommand<object>(`/regulatory/questions/${encodeURIComponent(key)}`)
  return (
    <li className={styles.item}>
      <Text size="sm" fw={600}>
        {ask}
      </Text>
      {help && (
        <Text size="sm" c="dimmed">
          {help}
        </Text>
      )}
      <Text size="xs" c="dimmed" mt={2}>
        {starts.map(({ regime, title }) => `${regime}: ${title}`).join(' · ')}
      </Text>
      {answer && (
        <Text size="sm" mt={4}>
          <b>{answer === 'yes' ? t('law.yes') : t('law.no')}</b>{' '}
          <span className="lw-figures">{t('law.answered', { name: by?.name ?? '–', at: at ? atNear(at) : '' })}</span>
          {reason && ` – ${reason}`}
        </Text>
      )}
      {may && (
        <Group gap={6} mt={6} align="flex-start">
          {answer !== 'yes' && (
            <Button size="compact-sm" variant={answer ? 'subtle' : 'light'} color={answer ? 'gray' : undefined} onClick={() => setGiving('yes')}>
              {answer ? t('law.change') : t('law.yes')}
            </Button>
          )}
          {!answer && (
            <ActionButton write={no} body={{ answer: 'no' }} size="compact-sm" variant="default">
              {t('law.no')}
            </ActionButton>
          )}
          {answer === 'yes' && (
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setGiving('no')}>
              {t('law.change')}
            </Button>
          )}
        </Group>
      )}
      {giving && <AnswerDialog question={question} answer={giving} close={() => setGiving(undefined)} />}
    </li>
  )
}
